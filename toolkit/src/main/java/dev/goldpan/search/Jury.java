package dev.goldpan.search;

import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks verifiers, which may be somebody else's code: one that throws, answers nonsense or does not answer fails the candidates it
 * was asked about, and nothing else.
 */
final class Jury implements AutoCloseable {
    private final Duration patience;
    private ExecutorService room = room();
    private boolean abandoned;

    /** @param patience how long a verifier that does not keep the time itself may take over one list */
    Jury(Duration patience) {
        this.patience = patience;
    }

    /** What {@code verifier} says of {@code shown}, one score each. */
    List<Score> ask(Verifier verifier, List<Evidence> shown) {
        try {
            return answer(verifier, shown);
        } catch (TimeoutException hung) {
            return Collections.nCopies(shown.size(), Score.failed("no answer within " + patience.toSeconds() + " s"));
        } catch (ExecutionException thrown) {
            return shown.size() == 1 ? List.of(Score.failed(reason(thrown.getCause()))) : singly(verifier, shown);
        }
    }

    /** Whether a verifier was left alone with evidence that it may still look at. */
    boolean hasAbandoned() {
        return abandoned;
    }

    /** After the list as a whole failed: finds out whose fault it was. */
    private List<Score> singly(Verifier verifier, List<Evidence> shown) {
        List<Score> scores = new ArrayList<>();
        for (Evidence one : shown) {
            scores.addAll(ask(verifier, List.of(one)));
        }
        return scores;
    }

    private List<Score> answer(Verifier verifier, List<Evidence> shown) throws TimeoutException, ExecutionException {
        Future<List<Score>> answer = room.submit(() -> verifier.score(shown));
        try {
            List<Score> scores = verifier.keepsTime() ? answer.get() : answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (scores == null || scores.size() != shown.size() || scores.stream().anyMatch(Objects::isNull)) {
                throw new ExecutionException(new IllegalStateException("it did not give one score for each candidate"));
            }
            return scores;
        } catch (TimeoutException hung) {
            abandoned = true;
            room.shutdownNow();
            room = room();
            throw hung;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(stopped);
        }
    }

    private static String reason(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    }

    private static ExecutorService room() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "goldpan-verifier");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() {
        room.shutdownNow();
    }
}

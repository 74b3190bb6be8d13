package dev.goldpan.search;

import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks verifiers, which may be somebody else's code: one that throws, answers nonsense or does not answer fails the candidates it
 * was asked about, and nothing else. Verifiers that compute here share one thread; each that works elsewhere has its own.
 */
final class Jury implements AutoCloseable {
    private static final Object HERE = new Object();

    private final Duration patience;
    private final Map<Object, ExecutorService> rooms = new HashMap<>();

    /** @param patience how long a verifier that does not keep the time itself may take over one list */
    Jury(Duration patience) {
        this.patience = patience;
    }

    /** Asks {@code verifier}, without waiting for what it says. */
    Question ask(Verifier verifier, List<Evidence> shown) {
        return new Question(verifier, shown);
    }

    /** What a verifier was asked. */
    final class Question {
        private final Verifier verifier;
        private final List<Evidence> shown;
        private final Future<List<Score>> answer;
        private boolean abandoned;

        private Question(Verifier verifier, List<Evidence> shown) {
            this.verifier = verifier;
            this.shown = shown;
            this.answer = room(verifier).submit(() -> verifier.score(shown));
        }

        Verifier verifier() {
            return verifier;
        }

        /** Waits for one score for each of what was shown. */
        List<Score> answer() {
            try {
                return checked();
            } catch (TimeoutException hung) {
                abandoned = true;
                rooms.remove(key(verifier)).shutdownNow();
                return Collections.nCopies(shown.size(), Score.failed("no answer within " + patience.toSeconds() + " s"));
            } catch (ExecutionException thrown) {
                return shown.size() == 1 ? List.of(Score.failed(reason(thrown.getCause()))) : singly();
            }
        }

        /** Whether the verifier was left alone with evidence that it may still look at. */
        boolean isAbandoned() {
            return abandoned;
        }

        private List<Score> checked() throws TimeoutException, ExecutionException {
            try {
                List<Score> scores = verifier.keepsTime() ? answer.get() : answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (scores == null || scores.size() != shown.size() || scores.stream().anyMatch(Objects::isNull)) {
                    throw new ExecutionException(new IllegalStateException("it did not give one score for each candidate"));
                }
                return scores;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new ExecutionException(stopped);
            }
        }

        /** After the list as a whole failed: finds out whose fault it was. */
        private List<Score> singly() {
            List<Score> scores = new ArrayList<>();
            for (Evidence one : shown) {
                Question question = ask(verifier, List.of(one));
                scores.addAll(question.answer());
                abandoned |= question.abandoned;
            }
            return scores;
        }
    }

    private static Object key(Verifier verifier) {
        return verifier.worksElsewhere() ? verifier : HERE;
    }

    private ExecutorService room(Verifier verifier) {
        return rooms.computeIfAbsent(key(verifier), missing -> Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "goldpan-verifier");
            thread.setDaemon(true);
            return thread;
        }));
    }

    private static String reason(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        rooms.values().forEach(ExecutorService::shutdownNow);
    }
}

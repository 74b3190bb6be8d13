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
import java.util.concurrent.CancellationException;
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
        return new Question(verifier, shown, verifier.worksElsewhere() ? verifier : HERE);
    }

    /** What a verifier was asked. */
    final class Question {
        private final Verifier verifier;
        private final List<Evidence> shown;
        private final Object key;
        private final ExecutorService room;
        private final Future<List<Score>> answer;
        private boolean abandoned;

        /** @param key of the room in which it is answered */
        private Question(Verifier verifier, List<Evidence> shown, Object key) {
            this.verifier = verifier;
            this.shown = shown;
            this.key = key;
            this.room = room(key);
            this.answer = room.submit(() -> verifier.score(shown));
        }

        Verifier verifier() {
            return verifier;
        }

        /**
         * Waits for one score for each of what was shown.
         *
         * @throws CancellationException if this thread is interrupted
         */
        List<Score> answer() {
            try {
                return checked();
            } catch (TimeoutException hung) {
                leave();
                return Collections.nCopies(shown.size(), Score.failed("no answer within " + patience.toSeconds() + " s"));
            } catch (ExecutionException thrown) {
                return shown.size() == 1 ? List.of(Score.failed(reason(thrown.getCause()))) : singly();
            }
        }

        /** Lets the verifier alone with what it was shown; who waits behind it goes to another room. */
        private void leave() {
            abandoned = true;
            if (rooms.remove(key, room)) {
                room.shutdownNow().forEach(room(key)::execute);
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
                leave();
                throw new CancellationException("interrupted while " + verifier.info().name() + " looked");
            }
        }

        /** After the list as a whole failed: finds out whose fault it was. */
        private List<Score> singly() {
            List<Score> scores = new ArrayList<>();
            Object aside = new Object(); // a list may be waiting in the usual room
            for (Evidence one : shown) {
                Question question = new Question(verifier, List.of(one), aside);
                scores.addAll(question.answer());
                abandoned |= question.abandoned;
            }
            ExecutorService left = rooms.remove(aside);
            if (left != null) {
                left.shutdown();
            }
            return scores;
        }
    }

    private ExecutorService room(Object key) {
        return rooms.computeIfAbsent(key, missing -> Executors.newSingleThreadExecutor(work -> {
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

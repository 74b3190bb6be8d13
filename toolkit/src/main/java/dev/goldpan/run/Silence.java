package dev.goldpan.run;

import dev.goldpan.search.Objective;
import dev.goldpan.search.Scored;
import dev.goldpan.verify.Score;

/** Watches whether what steers gives scores: a search that gets none for long looks for nothing. */
final class Silence {
    /** Batches in a row without a score that are enough. */
    static final int ENOUGH = 3;

    private final Pool pool;
    private final Objective objective;
    private final Listener listener;
    private final int pardoned;
    private int batches;
    private int telling; // batches with a finished candidate: on the way, not all that steers can say something
    private int silent;

    /**
     * @param pool of the run, which knows what is finished
     * @param listener is warned where the first batch has no score
     * @param journal of the run: where it was stopped and goes on, the batches in it do not count again
     */
    Silence(Pool pool, Objective objective, Listener listener, Journal journal) {
        this.pool = pool;
        this.objective = objective;
        this.listener = listener;
        this.pardoned = journal.stop() == null ? 0 : journal.batches().size();
    }

    /** Hears {@code batch}. @return why that is enough, or null */
    Stop after(Batch batch) {
        batches++;
        if (batch.candidates().stream().noneMatch(candidate -> pool.callsLeft(candidate) <= 0)) {
            return null;
        }
        telling++;
        boolean isSilent = batch.entries().stream().noneMatch(entry -> hasScore(objective, entry.scored()));
        silent = isSilent && batches > pardoned ? silent + 1 : 0;
        if (isSilent && telling == 1) {
            listener.warns("no candidate of the first batch has a score: " + reason(batch));
        }
        return silent < ENOUGH ? null : new Stop(Stop.Cause.NO_SCORES,
                "the last " + silent + " batches have no score (" + reason(batch) + ")");
    }

    /** Whether all that steers has scored {@code seen}. */
    static boolean hasScore(Objective objective, Scored seen) {
        return objective.verifiers().stream().noneMatch(name -> Double.isNaN(seen.value(name)));
    }

    private String reason(Batch batch) {
        return batch.entries().stream().flatMap(entry -> objective.verifiers().stream()
                .filter(name -> Double.isNaN(entry.scored().value(name))).map(name -> said(name, entry.scored().scores().get(name))))
                .findFirst().orElse("nobody was asked");
    }

    private static String said(String name, Score score) {
        return name + ": " + (score == null ? "not asked" : score.failure());
    }
}

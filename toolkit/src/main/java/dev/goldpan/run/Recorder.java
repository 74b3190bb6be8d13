package dev.goldpan.run;

import dev.goldpan.search.Candidate;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/** Evaluates batches and writes each down before it is looked at; what an earlier process wrote down is read instead. */
final class Recorder {
    private final Journal journal;
    private final Darkroom darkroom;
    private final Purse purse;
    private final Queue<Batch> written;

    Recorder(Journal journal, Darkroom darkroom, Purse purse) {
        this.journal = journal;
        this.darkroom = darkroom;
        this.purse = purse;
        this.written = new ArrayDeque<>(journal.batches());
    }

    /** Candidates of the batch that was written down next, or 0 where the search is to be gone on with. */
    int ahead() {
        return written.isEmpty() || written.peek().isFinal() ? 0 : written.peek().entries().size();
    }

    /** Why the search stopped before, if what was written down is used up; null if it is to be gone on with. */
    Stop stopped() {
        boolean over = ahead() == 0 && journal.stop() != null && journal.stop().cause().isEnd();
        return over ? journal.stop() : null;
    }

    /** Writes down why the search stops. */
    void stop(Stop stop) {
        if (!stop.equals(journal.stop())) {
            journal.stop(stop);
        }
    }

    /** What becomes of {@code wanted}, written down when it has been waited for. @param gradients whether to come with gradients */
    Pending begin(List<Candidate> wanted, Evaluator by, boolean gradients, boolean isFinal) {
        long charge = purse.pay(wanted, gradients, isFinal);
        Batch known = written.poll();
        if (known != null) {
            if (known.isFinal() != isFinal || !known.answers(wanted)) {
                throw new IllegalStateException("the journal is of another run: it has other candidates than this search asks for");
            }
            by.remember(known.candidates());
            purse.book(known.cost(), true);
            return new Pending(false, () -> known, () -> { });
        }
        Evaluator.Underway underway = by.begin(wanted, gradients);
        return new Pending(underway.isWaiting(), () -> write(underway.end(), charge, by.width(), isFinal), underway::end);
    }

    /**
     * A batch that is being evaluated.
     *
     * @param isWaiting whether another may be begun before it has ended
     * @param end waits for it and writes it down; to be called once
     * @param drop waits for it and forgets it, instead
     */
    record Pending(boolean isWaiting, Supplier<Batch> end, Runnable drop) {}

    private Batch write(Evaluator.Evaluated made, long charge, int width, boolean isFinal) {
        List<Entry> entries = new ArrayList<>();
        List<Outcome> finished = made.outcomes().stream().filter(outcome -> outcome.image() != null).toList();
        Iterator<Entry.Picture> pictures = darkroom.develop(finished, width).iterator();
        for (Outcome outcome : made.outcomes()) {
            entries.add(new Entry(outcome.scored(), outcome.image() == null ? null : pictures.next()));
        }
        Batch batch = new Batch(isFinal, entries, made.cost().charged(charge));
        journal.append(batch);
        purse.book(batch.cost(), false);
        return batch;
    }
}

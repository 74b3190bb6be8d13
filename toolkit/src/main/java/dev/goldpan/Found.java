package dev.goldpan;

import dev.goldpan.report.RunReport;
import dev.goldpan.run.Batch;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Result;
import dev.goldpan.run.SearchRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a search found.
 *
 * @param winners the best pictures, finished, from best to worst; fewer than asked for where the search was cancelled
 * @param seen every finished picture of the search, in the order they were looked at
 * @param result all candidates, what they cost, and why the search stopped
 */
public record Found(List<FoundPicture> winners, List<FoundPicture> seen, Result result) {
    /** Copies the lists. */
    public Found {
        winners = List.copyOf(winners);
        seen = List.copyOf(seen);
    }

    /** @param folder where the report goes, or null for none */
    static Found of(SearchRun run, Result result, Path folder) {
        if (folder != null) {
            try {
                new RunReport(run, result).write(folder, run.appraiser().orElse(null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        List<Entry> looked = run.records().journal().batches().stream().filter(batch -> !batch.isFinal()).map(Batch::entries)
                .flatMap(List::stream).toList();
        return new Found(pictures(run, result.winners()), pictures(run, looked), result);
    }

    private static List<FoundPicture> pictures(SearchRun run, List<Entry> entries) {
        return entries.stream().filter(entry -> entry.image() != null)
                .map(entry -> new FoundPicture(run.records().image(entry.image()), entry.scored())).toList();
    }

    /** The best picture. @throws IllegalStateException if the search was cancelled before one was finished, or none has a score */
    public FoundPicture best() {
        if (winners.isEmpty()) {
            throw new IllegalStateException("no picture was finished: " + result.stopped().reason());
        }
        if (!result.scored()) {
            throw new IllegalStateException("no picture has a score by which to choose"
                    + (result.failure() == null ? ": " + result.stopped().reason() : "; " + result.failure()));
        }
        return winners.get(0);
    }
}

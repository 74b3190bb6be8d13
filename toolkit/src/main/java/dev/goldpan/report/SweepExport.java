package dev.goldpan.report;

import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.WorkItem;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Every candidate of the finished searches of a sweep as one file, for other programs. Work that two parts share is there once. */
public final class SweepExport {
    private final SweepFolder folder;
    private final List<WorkItem> finished;

    /** The export of the sweep in {@code folder}. @throws IllegalArgumentException if no search of it is done */
    public SweepExport(SweepFolder folder) {
        this.folder = folder;
        this.finished = folder.plan().work().stream().filter(item -> folder.isFinished(item.run())).toList();
        if (finished.isEmpty()) {
            throw new IllegalArgumentException(folder.folder() + ": no search of it is done yet; run the sweep first");
        }
    }

    /** Writes CSV. @param file which is there whole or not at all */
    public void csv(Path file) throws IOException {
        whole(file, partial -> {
            CandidateTable table = new CandidateTable(folder.valueNames());
            try (Writer out = Files.newBufferedWriter(partial)) {
                rows(table, new CandidatesCsv(out, table));
            }
        });
    }

    /** Writes Parquet. @param file which is there whole or not at all */
    public void parquet(Path file) throws IOException {
        whole(file, partial -> {
            CandidateTable table = new CandidateTable(folder.valueNames());
            try (CandidatesParquet out = new CandidatesParquet(partial, table)) {
                rows(table, out);
            }
        });
    }

    private void rows(CandidateTable table, CandidateTable.Sink sink) {
        finished.forEach(item -> table.rows(RunTable.read(folder, item), sink));
    }

    @FunctionalInterface
    private interface Writing {
        void to(Path partial) throws IOException;
    }

    private static void whole(Path file, Writing writing) throws IOException {
        Path partial = file.resolveSibling("." + file.getFileName() + ".part");
        Files.deleteIfExists(partial);
        try {
            writing.to(partial);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}

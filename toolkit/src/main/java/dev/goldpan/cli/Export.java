package dev.goldpan.cli;

import dev.goldpan.report.SweepExport;
import dev.goldpan.run.sweep.SweepFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan export}: what a sweep found, for other programs. */
@Command(name = "export", sortOptions = false,
        description = "Writes every candidate of the finished searches of a sweep as one row: what was asked, the recipe, its scores, the"
                + " judge's answers, and its share of the cost.")
final class Export implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the sweep.")
    private Path folder;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write CSV (RFC 4180).")
    private Path csv;

    @Option(names = "--parquet", paramLabel = "FILE", description = "Write Parquet.")
    private Path parquet;

    Export(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (csv == null && parquet == null) {
            throw new IllegalArgumentException("export: say where to with --csv FILE, --parquet FILE or both");
        }
        check("--csv", csv);
        check("--parquet", parquet);
        try (SweepFolder sweep = SweepFolder.look(folder)) {
            SweepExport export = new SweepExport(sweep);
            if (csv != null) {
                export.csv(csv);
                terminal.out().println(csv);
            }
            if (parquet != null) {
                export.parquet(parquet);
                terminal.out().println(parquet);
            }
        }
        return Main.DONE;
    }

    private static void check(String option, Path file) {
        if (file != null) {
            Path parent = file.toAbsolutePath().getParent();
            if (parent == null || file.toFile().isDirectory() || !parent.toFile().isDirectory()) {
                throw new IllegalArgumentException(option + ": " + file + " is not a file in a folder that is there");
            }
            Destination.check(option, parent);
        }
    }
}

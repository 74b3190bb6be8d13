package dev.goldpan.cli;

import dev.goldpan.report.SweepReport;
import dev.goldpan.run.sweep.SweepFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan report}: what a sweep found. */
@Command(name = "report", sortOptions = false,
        description = "Writes what a sweep found: one HTML file, tables in Markdown, charts as SVG and PNG, every candidate as CSV.")
final class Report implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the sweep.")
    private Path folder;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write (default: the folder report in DIR).")
    private Path out;

    Report(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path into = out == null ? folder.resolve("report") : out;
        Destination.check("--out", into);
        try (SweepFolder sweep = SweepFolder.look(folder)) {
            new SweepReport(sweep).write(into).forEach(terminal.out()::println);
        }
        return Main.DONE;
    }
}

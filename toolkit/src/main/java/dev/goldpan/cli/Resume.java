package dev.goldpan.cli;

import dev.goldpan.run.SearchRun;
import dev.goldpan.run.Workshop;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.SweepRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan resume}: goes on with a search or sweep that was stopped. */
@Command(name = "resume", sortOptions = false,
        description = "Goes on with a search or sweep that was interrupted or killed, to the same end as if it had not been.")
final class Resume implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the run or sweep.")
    private Path folder;

    @Option(names = "--json", description = "Print run.json instead of a table.")
    private boolean json;

    Resume(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (SweepFolder.isThere(folder)) {
            return sweep();
        }
        SearchDisplay display = new SearchDisplay(terminal);
        try (Workshop workshop = new Workshop(); display; SearchRun run = SearchRun.resume(folder, workshop, display)) {
            return new SearchEnd(terminal, display, json).run(run, folder);
        }
    }

    private int sweep() {
        SweepDisplay display = new SweepDisplay(terminal);
        try (display; Workshop workshop = new Workshop(); SweepRun run = SweepRun.resume(folder, workshop, display)) {
            return new SweepEnd(terminal, display).run(run);
        }
    }
}

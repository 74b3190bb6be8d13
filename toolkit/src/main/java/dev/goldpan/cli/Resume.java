package dev.goldpan.cli;

import dev.goldpan.run.SearchRun;
import dev.goldpan.run.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan resume}: goes on with a search that was stopped. */
@Command(name = "resume", sortOptions = false,
        description = "Goes on with a search that was interrupted or killed, to the same end as if it had not been.")
final class Resume implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the run.")
    private Path folder;

    @Option(names = "--json", description = "Print run.json instead of a table.")
    private boolean json;

    Resume(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        SearchDisplay display = new SearchDisplay(terminal);
        try (Workshop workshop = new Workshop(); display; SearchRun run = SearchRun.resume(folder, workshop, display)) {
            return new SearchEnd(terminal, display, json).run(run, folder);
        }
    }
}

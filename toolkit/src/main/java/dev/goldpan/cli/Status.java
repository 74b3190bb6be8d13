package dev.goldpan.cli;

import dev.goldpan.run.sweep.SweepFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code goldpan status}: how far a sweep is. */
@Command(name = "status", sortOptions = false, description = "Says how far a sweep is.")
final class Status implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the sweep.")
    private Path folder;

    Status(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (SweepFolder opened = SweepFolder.look(folder)) {
            SweepEnd.print(terminal, opened, opened.plan());
        }
        return Main.DONE;
    }
}

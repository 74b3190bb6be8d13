package dev.goldpan.cli;

import dev.goldpan.run.Workshop;
import dev.goldpan.run.sweep.Rejudging;
import dev.goldpan.run.sweep.SweepFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code goldpan judge}: a sweep's pictures, judged again. */
@Command(name = "judge", sortOptions = false,
        description = "Asks the bundled model's judge as it is now about the pictures of a sweep that another one had judged, and keeps its"
                + " answers in the place of those. Nothing is drawn or scored again; all pictures must be there (images: all). Stopped or"
                + " killed, the same command goes on.")
final class Judge implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the sweep.")
    private Path folder;

    Judge(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (SweepFolder sweep = SweepFolder.open(folder); Workshop workshop = new Workshop()) {
            Rejudging rejudging = new Rejudging(sweep, workshop);
            AtomicBoolean cancelled = new AtomicBoolean();
            boolean whole;
            try (Progress bar = terminal.progress("judging", Math.max(1, rejudging.pictures()));
                    Interruption interruption = Interruption.calls(() -> cancelled.set(true))) {
                whole = rejudging.run(done -> bar.at(done, ""), cancelled::get);
            }
            terminal.out().println(rejudging.pictures() + " pictures that another judge had seen "
                    + (whole ? "are judged again" : "were to be judged; not all are yet"));
            SweepEnd.print(terminal, sweep, sweep.plan());
            return whole ? Main.DONE : Main.FAILED;
        }
    }
}

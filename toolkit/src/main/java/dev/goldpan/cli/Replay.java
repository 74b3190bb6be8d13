package dev.goldpan.cli;

import dev.goldpan.run.Listener;
import dev.goldpan.run.RunFolder;
import dev.goldpan.search.Blobs;
import dev.goldpan.tensor.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan replay}: makes a picture again from its own file. */
@Command(name = "replay", sortOptions = false,
        description = "Makes a picture again from what its file says, and says what is different.")
final class Replay implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "PNG", description = "A picture that goldpan made.")
    private Path picture;

    @Option(names = "--model", paramLabel = "DIR", description = "Where its checkpoint is now (default: where it was); what the"
            + " options after this one do not say is as it was too.")
    private String model;

    @Mixin
    private PartOptions parts;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures made at a time (default: as then): another number may give other"
            + " last bits.")
    private Integer batch;

    @Option(names = "--out", paramLabel = "PNG", description = "Write the new picture to this file.")
    private Path out;

    Replay(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (out != null) {
            Destination.checkFile("--out", out);
        }
        Listener listener = new Listener() {
            @Override
            public void warns(String line) {
                terminal.say("warning: " + line);
            }
        };
        dev.goldpan.run.Replay replay = dev.goldpan.run.Replay.of(picture, parts.choice(model), batch, blobs(), listener);
        replay.remarks().forEach(remark -> terminal.say("note: " + remark));
        if (out != null) {
            Destination.write(out, Png.encode(replay.image(), replay.text()));
            terminal.out().println(out);
        }
        int pixels = replay.image().getWidth() * replay.image().getHeight();
        terminal.out().println(replay.differing() == 0 ? "identical: all " + pixels + " pixels"
                : String.format(Locale.ROOT, "%d of %d pixels differ, by %d of 255 at most", replay.differing(), pixels, replay.largest()));
        return Main.DONE;
    }

    /** Noise that its run made lies beside it, or beside a folder it is in. */
    private Blobs blobs() {
        return RunFolder.noiseNear(picture.toAbsolutePath().getParent());
    }
}

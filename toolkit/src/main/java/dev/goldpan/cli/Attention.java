package dev.goldpan.cli;

import dev.goldpan.guide.AttentionStudy;
import dev.goldpan.guide.AttentionStudy.Look;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.model.Watcher;
import dev.goldpan.report.Grid;
import dev.goldpan.report.HeatMap;
import dev.goldpan.tensor.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan attention}: where the model looks for each subject. */
@Command(name = "attention", sortOptions = false,
        description = "Draws what the model attends to for each subject of a prompt at chosen calls; with --guide, before and after.")
final class Attention implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "PROMPT", description = "What the picture shall show.")
    private String prompt;

    @Option(names = "--at", paramLabel = "CALL", split = ",", description = "Calls of the denoiser to look at, from 0 (default: the first,"
            + " a quarter of the way, half of it, the last).")
    private List<Integer> at;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private PictureOptions picture;

    @Mixin
    private ModelOptions model;

    @Option(names = "--out", paramLabel = "PNG", defaultValue = "attention.png",
            description = "The picture (default: ${DEFAULT-VALUE}).")
    private Path out;

    Attention(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Destination.checkFile("--out", out);
        StableDiffusion checkpoint = model.open();
        Settings settings = picture.settings(checkpoint.usualSettings());
        int calls = checkpoint.scheduler(settings).sampler().schedule(settings.steps()).size();
        Set<Integer> chosen = new TreeSet<>(at == null ? List.of(0, calls / 4, calls / 2, calls - 1) : at);
        if (chosen.stream().anyMatch(call -> call < 0 || call >= calls)) {
            throw new IllegalArgumentException("--at: this sampler makes the calls 0 to " + (calls - 1) + ", not " + chosen);
        }
        AttentionSettings attention = settings.attention();
        List<Grid.Cell> cells = new ArrayList<>();
        Settings plain = settings.with(attention.unguided());
        int columns = draw(checkpoint, plain, chosen, attention.guide() == null ? "" : "not guided, ", cells);
        if (attention.guide() != null) {
            draw(checkpoint, settings, chosen, "guided, ", cells);
        }
        Destination.write(out, Png.encode(Grid.draw("\u201c" + prompt + "\u201d, seed " + seed, cells, columns), Map.of()));
        terminal.out().println(out);
        return Main.DONE;
    }

    /** Draws one trajectory, a row for each call. @return cells in a row */
    private int draw(StableDiffusion checkpoint, Settings settings, Set<Integer> chosen, String how, List<Grid.Cell> cells) {
        Watcher watcher = new Watcher() {
            @Override
            public void warns(String line) {
                terminal.say("warning: " + line);
            }
        };
        List<Look> looks = AttentionStudy.of(checkpoint, picture.prompt(prompt), settings, seed, chosen, watcher, names -> {
            if (cells.isEmpty()) {
                terminal.say(AttentionOptions.line(names));
            }
        });
        for (Look look : looks) {
            cells.add(new Grid.Cell(look.picture(), how + "call " + look.call(),
                    String.format(Locale.ROOT, "t = %.0f", look.time()), false));
            look.maps().forEach((subject, map) -> cells.add(new Grid.Cell(HeatMap.over(look.picture(), map), subject,
                    String.format(Locale.ROOT, "up to %.3f", HeatMap.largest(map)), false)));
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%scall %d:", how, look.call()));
            look.losses().forEach((name, value) -> line.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
            terminal.out().println(line);
        }
        return 1 + looks.get(0).maps().size();
    }
}

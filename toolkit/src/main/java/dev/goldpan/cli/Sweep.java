package dev.goldpan.cli;

import dev.goldpan.run.PostgresUrl;
import dev.goldpan.run.Workshop;
import dev.goldpan.run.sweep.Price;
import dev.goldpan.run.sweep.SpecErrors;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.SweepPlan;
import dev.goldpan.run.sweep.SweepPresets;
import dev.goldpan.run.sweep.SweepReader;
import dev.goldpan.run.sweep.SweepRun;
import dev.goldpan.run.sweep.Undone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan sweep}: many searches from one spec. */
@Command(name = "sweep", sortOptions = false,
        description = "Does all the searches that a spec asks for. Stopped or killed, the same command goes on; a spec with more prompts or"
                + " seeds does only what is new.")
final class Sweep implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SPEC", description = "File of the spec, YAML or JSON (docs/sweeps.md).")
    private Path file;

    @Option(names = "--preset", paramLabel = "NAME", description = "A spec that comes with Goldpan: --list shows all.")
    private String preset;

    @Option(names = "--model", paramLabel = "DIR[,DIR...]", split = ",", description = "Models to take instead of those of the spec.")
    private List<String> models = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the sweep (default: goldpan-out/ and the sweep's name).")
    private Path out;

    @Option(names = "--store", paramLabel = "URL", description = "Keep what is found on a PostgreSQL server, not in a file of the folder:"
            + " jdbc:postgresql://HOST/DATABASE?user=NAME&currentSchema=NAME; the password is read from PGPASSWORD. The folder remembers"
            + " it.")
    private String store;

    @Option(names = "--share", paramLabel = "K/N", description = "Do the K-th of N shares of about the same cost, such as 1/2 here and 2/2"
            + " on another machine; bring them together with --from.")
    private String share;

    @Option(names = "--from", paramLabel = "DIR[,DIR...]", split = ",", description = "Take over what the sweeps in these folders have"
            + " finished of this one, instead of doing it again.")
    private List<Path> from = List.of();

    @Option(names = "--dry-run", description = "Check the spec whole and say what it would cost, by a few batches that are thrown away"
            + " and shown to no language model.")
    private boolean dryRun;

    @Option(names = "--list", description = "Show the presets, and do nothing.")
    private boolean list;

    @Option(names = "--show", description = "Print the spec, and do nothing.")
    private boolean show;

    Sweep(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            SweepPresets.names().forEach(terminal.out()::println);
            return Main.DONE;
        }
        if (file == null == (preset == null)) {
            throw new IllegalArgumentException("sweep: give either the file of a spec or a --preset; --list shows the presets");
        }
        String text = preset == null ? text() : SweepPresets.named(preset);
        if (show) {
            terminal.out().print(text);
            return Main.DONE;
        }
        try (Workshop workshop = new Workshop()) {
            return sweep(text, workshop);
        } catch (SpecErrors wrong) {
            wrong.lines().forEach(terminal::say);
            return Main.WRONG;
        }
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("sweep: " + file + ": there is no such file of text; presets are named with --preset", e);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("sweep: " + file + ": is not UTF-8", e);
        }
    }

    private int sweep(String text, Workshop workshop) throws IOException {
        PostgresUrl server = store == null ? null : new PostgresUrl(store);
        Path base = file == null ? Path.of("") : file.toAbsolutePath().getParent();
        SweepPlan plan = SweepReader.read(text, preset == null ? file.toString() : "preset " + preset, base, models, workshop);
        if (share != null) {
            plan = shared(plan);
        }
        SweepDisplay display = new SweepDisplay(terminal);
        Path folder = out == null ? Path.of("goldpan-out").resolve(Destination.stem(plan.name())) : out;
        Destination.check("--out", folder);
        Undone undone = undone(plan, folder, server);
        for (Path other : from) {
            try (SweepFolder theirs = SweepFolder.look(other)) {
                undone = undone.less(theirs);
            }
        }
        if (undone.searches().isEmpty()) {
            terminal.say("all " + plan.work().size() + " searches are done already" + (from.isEmpty() ? " in " + folder : ""));
        }
        if (!undone.isEmpty()) {
            display.price(plan, Price.of(undone, workshop, display));
        }
        if (dryRun) {
            return Main.DONE;
        }
        try (display; SweepRun run = SweepRun.begin(plan, folder, server, workshop, display)) {
            for (Path other : from) {
                terminal.say(run.take(other) + " finished searches taken from " + other);
            }
            return new SweepEnd(terminal, display).run(run);
        }
    }

    private SweepPlan shared(SweepPlan plan) {
        Matcher parts = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})").matcher(share);
        int number = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
        if (number < 1 || number > Integer.parseInt(parts.group(2))) {
            throw new IllegalArgumentException("--share: '" + share + "' is no share; write 1/2 for the first of two");
        }
        return plan.share(number, Integer.parseInt(parts.group(2)));
    }

    private static Undone undone(SweepPlan plan, Path folder, PostgresUrl store) {
        if (!SweepFolder.isThere(folder)) {
            return Undone.all(plan);
        }
        try (SweepFolder done = SweepFolder.at(folder, store)) {
            return Undone.in(done, plan);
        }
    }
}

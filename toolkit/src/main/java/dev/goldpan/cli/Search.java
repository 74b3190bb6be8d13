package dev.goldpan.cli;

import dev.goldpan.Goldpan;
import dev.goldpan.SearchRequest;
import dev.goldpan.guide.Losses;
import dev.goldpan.model.PictureText;
import dev.goldpan.run.Limits;
import dev.goldpan.run.Made;
import dev.goldpan.run.RunFolder;
import dev.goldpan.run.SearchRun;
import dev.goldpan.run.Setup;
import dev.goldpan.run.Spec;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Grounds;
import dev.goldpan.tensor.Png;
import dev.goldpan.verify.VerifierNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan search}: the best picture of a prompt that a budget buys. */
@Command(name = "search", sortOptions = false,
        description = "Searches for the noise from which the model makes the picture that was asked for.")
final class Search implements Callable<Integer> {
    private static final double USUAL_RADIUS = 0.3;

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROMPT", description = "What the picture shall show.")
    private String prompt;

    @Option(names = "--preset", paramLabel = "NAME",
            description = "A paper's set-up: --list shows all; options that are given beside it hold.")
    private String preset;

    @Option(names = "--algorithm", paramLabel = "NAME",
            description = "How to search: --list shows all (default: random, the best of independent noises).")
    private String algorithm;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the algorithm, as --list shows them.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--verifier", paramLabel = "NAME[,NAME...]",
            description = "What steers, and after it what only looks: --list shows all. ensemble:a+b steers by mean rank, exec:COMMAND, "
                    + "which comes last and reaches to the end, by a program (default: clip, and all others look).")
    private String verifier;

    @Mixin
    private LossOptions loss;

    @Option(names = "--verifiers", paramLabel = "DIR", description = "Folder of the verifiers' networks (default: the bundled ones).")
    private Path verifiers;

    @Mixin
    private BudgetOptions budget;

    @Option(names = "--search-steps", paramLabel = "N",
            description = "Steps while searching; the winner is then run again with --steps (default: the same as --steps).")
    private Integer searchSteps;

    @Option(names = "--keep", paramLabel = "K", defaultValue = "1", description = "How many winners (default: ${DEFAULT-VALUE}).")
    private int keep;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the first noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--around", paramLabel = "PNG", description = "Search near the noise of this picture only.")
    private Path around;

    @Option(names = "--radius", paramLabel = "R",
            description = "How far from it, as a share of the noise's length, below 1.4 (default: " + USUAL_RADIUS + ").")
    private Double radius;

    @Option(names = "--batch", paramLabel = "N",
            description = "Candidates made at a time; part of the result's recipe (default: as many as have the pixels of four of "
                    + "512x512, at most 16).")
    private Integer batch;

    @Option(names = "--patience", paramLabel = "S", defaultValue = "120",
            description = "Seconds that a verifier may take over a batch, and a program over one answer (default: ${DEFAULT-VALUE}).")
    private double patience;

    @Mixin
    private PictureOptions picture;

    @Mixin
    private ModelOptions model;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the run (default: goldpan-out/ and the prompt).")
    private Path out;

    @Option(names = "--plan", description = "Say what it would cost, by one batch that is thrown away and shown to no language model.")
    private boolean plan;

    @Option(names = "--list", description = "Show the algorithms with their settings and sources, the verifiers and the presets, and do"
            + " nothing.")
    private boolean list;

    @Option(names = "--json", description = "Print run.json instead of a table.")
    private boolean json;

    Search(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            new SearchList(terminal).print();
            return Main.DONE;
        }
        if (prompt == null || prompt.isBlank()) {
            throw new IllegalArgumentException("search: what shall the picture show? For instance: goldpan search \"a cat and a red"
                    + " balloon\"");
        }
        try (Goldpan goldpan = Goldpan.open(model.choice())) {
            SearchRequest request = request(goldpan);
            Spec spec = request.spec();
            picture.checkLosses(Stream.concat(spec.steering().stream(), spec.heldOut().stream()).anyMatch(Losses::isLoss),
                    "--loss, --verifier or --guide");
            SearchDisplay display = new SearchDisplay(terminal);
            request.listener(display);
            if (plan) {
                new SearchPlan(terminal, spec).print(request.forecast());
                return Main.DONE;
            }
            Path folder = out == null ? Destination.fresh(Path.of("goldpan-out"), prompt) : out;
            Destination.check("--out", folder);
            try (display; SearchRun run = request.folder(folder).begin()) {
                return new SearchEnd(terminal, display, json).run(run, folder);
            }
        }
    }

    private SearchRequest request(Goldpan goldpan) {
        SearchRequest request = goldpan.search(picture.prompt(prompt)).keep(keep).seed(seed).around(centre(), known()).patience(patience);
        Limits usual = Limits.NONE;
        if (preset != null) {
            Setup setup = Setup.named(preset);
            request.setup(setup);
            usual = setup.limits();
            terminal.say("preset " + setup.name() + ": " + setup.options() + " (" + setup.source() + ")");
        }
        request.settings(picture.settings(request.settings()));
        if (algorithm != null) {
            request.algorithm(algorithm);
        }
        request.limits(budget.over(usual));
        set.forEach(request::set);
        List<String> named = verifier == null ? List.of() : VerifierNames.list(verifier);
        loss.asked().ifPresentOrElse(request::loss, () -> named.stream().limit(1).forEach(request::verifier));
        List<String> looking = named.subList(loss.asked().isPresent() || named.isEmpty() ? 0 : 1, named.size());
        if (!looking.isEmpty()) {
            request.heldOut(looking.toArray(String[]::new));
        }
        if (verifiers != null) {
            request.verifiers(verifiers);
        }
        if (searchSteps != null) {
            request.searchSteps(searchSteps);
        }
        return batch == null ? request : request.batch(batch);
    }

    /** The neighbourhood of a picture's noise, or null. */
    private Grounds.Around centre() {
        if (around == null) {
            if (radius != null) {
                throw new IllegalArgumentException("--radius: is of a neighbourhood; name the picture that it is of with --around");
            }
            return null;
        }
        double far = radius == null ? USUAL_RADIUS : radius;
        if (!(far > 0 && far < Math.sqrt(2))) {
            throw new IllegalArgumentException("--radius: " + far + " is not possible; use more than 0 and less than 1.4");
        }
        return new Grounds.Around(Made.recipe(said(), "--around: " + around), 1 - far * far / 2);
    }

    /** What the file of the picture in the middle says of itself. */
    private String said() {
        try {
            return Png.text(Files.readAllBytes(around)).getOrDefault(PictureText.RECIPE, "");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("--around: " + around + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("--around: " + around + ": cannot be read (" + e.getMessage() + ")", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--around: " + around + ": " + e.getMessage(), e);
        }
    }

    /** Noise that was optimised lies beside the picture that was made of it. */
    private Blobs known() {
        return around == null ? Blobs.none() : RunFolder.noiseNear(around.toAbsolutePath().getParent());
    }
}

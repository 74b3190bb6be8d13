package dev.goldpan.mini.train;

import dev.goldpan.mini.judge.Gallery;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Command line of the trainers: one verb per network, each resumable. */
@Command(name = "goldpan-mini", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
        description = "Trains the bundled networks.",
        subcommands = {JudgeVerbs.class, VerifierTraining.class, ViewingVerbs.class})
public final class Train {
    private Train() {}

    /** Runs a verb. */
    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        return new CommandLine(new Train()).setExecutionExceptionHandler((thrown, at, parsed) -> {
            if (thrown instanceof IllegalArgumentException || thrown instanceof UncheckedIOException) {
                System.err.println("goldpan-mini: " + thrown.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            if (thrown instanceof IOException) { // of files it says the name alone
                System.err.println("goldpan-mini: " + thrown.getMessage() + ": cannot be read or written");
                return CommandLine.ExitCode.USAGE;
            }
            throw thrown;
        });
    }

    /** Options of every run. */
    static final class Options {
        @Option(names = "--out", description = "folder of all runs (default: ${DEFAULT-VALUE})")
        Path out = Path.of("mini-training");

        @Option(names = "--steps", required = true, description = "updates in all; a stopped run may be resumed with more")
        long steps;

        @Option(names = "--batch", description = "images per update (default: ${DEFAULT-VALUE})")
        int batch = 32;

        @Option(names = "--rate", description = "learning rate (default: ${DEFAULT-VALUE})")
        double rate = 1e-3;

        @Option(names = "--seed", description = "seed of the first weights and of everything drawn (default: ${DEFAULT-VALUE})")
        long seed = 1;

        @Option(names = "--threads", description = "threads (default: the engine's)")
        int threads;

        @Option(names = "--fp32", description = "no products in bf16, which is the rule where the processor has none of its own")
        boolean single;

        @Option(names = "--cooldown", description = "part of the run over which the rate falls to 0 (default: ${DEFAULT-VALUE})")
        double cooldown = 0.2;

        @Option(names = "--average", description = "what stays of the averaged weights per step (default: ${DEFAULT-VALUE})")
        double average = 0.999;

        @Option(names = "--muon", description = "matrices by Muon instead of Adam")
        boolean muon;

        @Option(names = "--workers", description = "1, or, for a UNet or the judge, 2: threads that take half a batch each, which is"
                + " faster than two threads on the same batch (default: ${DEFAULT-VALUE})")
        int workers = 1;

        Plan plan(String name) {
            if (workers < 1 || workers > 2) {
                throw new IllegalArgumentException("--workers: " + workers + " is not possible; use 1 or 2");
            }
            if (threads > 0) {
                Engine.threads(threads);
            }
            return new Plan(out.resolve(name), seed, batch, steps, rate, Math.min(500, steps / 10 + 1), cooldown, 0.01, 1.0, average,
                    !single && Device.CPU.multipliesBf16(), muon, workers, Duration.ofMinutes(2));
        }
    }

    @Command(name = "train", description = "Trains every network of the bundle in turn, each from its checkpoint: hours on two cores.")
    int train(@Option(names = "--out", description = "folder of all runs (default: ${DEFAULT-VALUE})", defaultValue = "mini-training")
            Path out, @Option(names = "--threads", description = "threads (default: the engine's)") int threads) throws IOException {
        if (threads > 0) {
            Engine.threads(threads);
        }
        for (String line : recipe()) {
            System.out.println(line);
            String[] arguments = Arrays.stream(line.split(" ")).map(word -> word.replace("{runs}", out.toString())).toArray(String[]::new);
            int code = commands().execute(arguments);
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }

    /** The commands that train everything. */
    static List<String> recipe() throws IOException {
        try (InputStream in = Train.class.getResourceAsStream("/training.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @Command(name = "vae", description = "The autoencoder.")
    int vae(@Mixin Options options) {
        Plan plan = options.plan("vae");
        try (Objective objective = new AutoencoderObjective(Shapes.autoencoder(), options.seed, Worlds.TRAINING, options.batch)) {
            Trainer.run("vae", plan, objective);
        }
        return 0;
    }

    @Command(name = "unet", description = "The text encoder and the UNet, over scenes encoded once.")
    int unet(@Mixin Options options,
            @Option(names = "--shape", description = "unet or unet-small (default: ${DEFAULT-VALUE})", defaultValue = "unet") String shape,
            @Option(names = "--scenes", description = "training scenes (default: ${DEFAULT-VALUE})", defaultValue = "100000") int scenes,
            @Option(names = "--from", description = "checkpoint folder that a new run begins with; its autoencoder too, where none"
                    + " was trained (default: random weights)") Path from,
            @Option(names = "--text", description = "folder of a trained text encoder, which stays as it is (default: one is trained"
                    + " with the UNet)") Path text,
            @Option(names = "--focus", description = "part of the scenes that are drawn by how seldom viewers recognised their subjects,"
                    + " 0 to 1 (default: ${DEFAULT-VALUE})", defaultValue = "0") double focus,
            @Option(names = "--since", description = "seed of the first viewed picture that --focus goes by; those before it may be of"
                    + " another UNet (default: ${DEFAULT-VALUE})", defaultValue = "0") long since,
            @Option(names = "--odds", description = "mean log odds of the times: 0 is the middle of the schedule, more is noisier"
                    + " (default: ${DEFAULT-VALUE})", defaultValue = "0") double odds) throws IOException {
        Plan plan = options.plan(shape);
        Path encoded = options.out.resolve("latents.safetensors");
        Path vae = options.out.resolve("vae");
        if (from != null && !Files.exists(vae) && Files.exists(from.resolve("vae"))) {
            Assembly.network(from.resolve("vae"), vae, Latents.VAE);
        }
        Checkpoint.of(plan, Latents.settings(vae, scenes)).check(); // before they are encoded anew
        DiffusionObjective.First first = from == null ? DiffusionObjective.First.of(options.seed) : DiffusionObjective.First.of(from);
        try (Latents latents = Latents.of(encoded, vae, Worlds.TRAINING, scenes);
                Syllabus syllabus = Syllabus.of(Worlds.TRAINING, scenes, focus, since, odds);
                Objective objective = new DiffusionObjective(shape, latents, syllabus, options.out.resolve("tokenizer"), first, text,
                        options.batch)) {
            Trainer.run(shape, plan, objective);
        }
        return 0;
    }

    @Command(name = "assemble", description = "Puts the trained networks together as a checkpoint folder.")
    int assemble(@Option(names = "--out", description = "folder of all runs", required = true) Path out,
            @Option(names = "--shape", description = "unet or unet-small (default: ${DEFAULT-VALUE})", defaultValue = "unet") String shape,
            @Option(names = "--to", description = "folder to write", required = true) Path to) {
        Assembly.write(out, shape, to);
        return 0;
    }

    @Command(name = "bundle", description = "Gathers everything trained as the files of the artifact of weights, of which there are at most 30 MiB.")
    int bundle(@Option(names = "--out", description = "folder of all runs", required = true) Path out,
            @Option(names = "--networks", split = ",", description = "runs whose networks take the place of those in the bundle that is"
                    + " there, the others stay: some of vae, unet, unet-small, clip, ... (default: all, anew)") Set<String> networks,
            @Option(names = "--to", description = "folder to write, in the place of an older bundle (default: ${DEFAULT-VALUE})",
                    defaultValue = "mini-weights/src/main/resources/dev/goldpan/weights") Path to) {
        System.out.printf("%.1f MB in %s%n", Bundle.write(out, networks == null ? Set.of() : networks, to) / 1e6, to);
        return 0;
    }

    @Command(name = "statistics", description = "Writes what FID is measured to, moments of the bundled feature network's features.")
    int statistics(@Option(names = "--weights", description = "folder of the bundle (default: ${DEFAULT-VALUE})",
            defaultValue = "mini-weights/src/main/resources/dev/goldpan/weights") Path weights,
            @Option(names = "--scenes", description = "rendered scenes (default: ${DEFAULT-VALUE})",
                    defaultValue = "" + FeatureStatistics.SCENES) int scenes) {
        System.out.printf("%d scenes; %.1f MB in %s%n", scenes, Bundle.statistics(weights, scenes) / 1e6, weights);
        return 0;
    }

    @Command(name = "contact-sheet", description = "Draws 48 pictures of a bundled model, seeds 0 to 47, on one sheet.")
    int contactSheet(@Option(names = "--model", description = "mini or mini-small (default: ${DEFAULT-VALUE})", defaultValue = "mini")
            String model, @Option(names = "--to", description = "PNG file to write", required = true) Path to) throws IOException {
        ImageIO.write(new Gallery(model).contactSheet(), "png", to.toFile());
        return 0;
    }

    @Command(name = "export", description = "Writes the averaged weights of a run as they are now, without ending it.")
    int export(@Mixin Options options,
            @Option(names = "--shape", description = "unet or unet-small (default: ${DEFAULT-VALUE})", defaultValue = "unet") String shape,
            @Option(names = "--text", description = "folder of the text encoder that was not trained with it") Path text) {
        Plan plan = options.plan(shape);
        try (Objective objective = new DiffusionObjective(shape, null, Syllabus.EVEN, options.out.resolve("tokenizer"),
                DiffusionObjective.First.of(options.seed), text, options.batch)) {
            Trainer.export(plan, objective);
        }
        return 0;
    }
}

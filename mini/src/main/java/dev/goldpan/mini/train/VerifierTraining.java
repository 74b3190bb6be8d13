package dev.goldpan.mini.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the verifiers of the world. */
@Command(name = "verifier", description = "The verifiers, one verb each.")
final class VerifierTraining {
    private static final String MODEL = "mini, or a checkpoint's folder: the model that draws some of the pictures again (default: none)";

    /** Options beside those of every run. */
    static final class Options {
        @Mixin
        private Train.Options run;

        @Option(names = "--model", description = MODEL)
        private String model;

        private int train(String name, Function<Options, Objective> objective) {
            Plan plan = run.plan(name);
            try (Objective made = objective.apply(this)) {
                Trainer.run(name, plan, made);
            }
            return 0;
        }

        private Path folder(String name) {
            return run.out.resolve(name);
        }

        private LessonPictures pictures() {
            return LessonPictures.of(model);
        }
    }

    /** Of a network that may begin as another, and that reads captions. */
    static final class Reading {
        @Option(names = "--from", description = "folder of the network that a new run begins as (default: random weights)")
        private Path from;

        @Option(names = "--viewed", description = "folder of the pictures that were viewed for verifiers, to learn their order too"
                + " (default: none)")
        private Path viewed;
    }

    @Command(name = "clip", description = "The dual encoder with the softmax loss.")
    int clip(@Mixin Options options, @Mixin Reading reading) {
        return options.train("clip", o -> DualEncoderObjective.clip(Map.of(), reading.from, o.run.seed, o.pictures(),
                RivalLoss.in(reading.viewed), VerifierFiles.tokenizer(o.folder("clip")), o.run.batch));
    }

    @Command(name = "siglip", description = "The dual encoder with the sigmoid loss.")
    int siglip(@Mixin Options options, @Mixin Reading reading) {
        return options.train("siglip", o -> DualEncoderObjective.siglip(Map.of(), reading.from, o.run.seed, o.pictures(),
                RivalLoss.in(reading.viewed), VerifierFiles.tokenizer(o.folder("siglip")), o.run.batch));
    }

    @Command(name = "preference", description = "The regressor of preferences.")
    int preference(@Mixin Options options, @Mixin Reading reading) {
        return options.train("preference", o -> new PreferenceObjective(Map.of(),
                StoredValues.orRandom(reading.from, o.run.seed), o.run.seed, o.pictures(),
                RivalLoss.in(reading.viewed), VerifierFiles.tokenizer(o.folder("preference")), o.run.batch));
    }

    @Command(name = "dino", description = "The self-supervised features with a linear head.")
    int dino(@Mixin Options options) {
        return options.train("dino", o -> new SelfSupervisedObjective(Map.of(), o.run.seed, o.pictures(), o.run.batch));
    }

    @Command(name = "inception", description = "The classifier whose features FID and IS use.")
    int inception(@Mixin Options options) {
        return options.train("inception", o -> new FeatureObjective(Map.of(), o.run.seed, o.pictures(), o.run.batch));
    }

    @Command(name = "aesthetic", description = "The aesthetic head over the trained clip, by least squares.")
    int aesthetic(@Option(names = "--out", description = "folder of all runs (default: ${DEFAULT-VALUE})", defaultValue = "mini-training")
            Path out, @Option(names = "--families", description = "of four scenes (default: ${DEFAULT-VALUE})", defaultValue = "500")
            int families, @Option(names = "--seed", description = "of what is drawn (default: ${DEFAULT-VALUE})", defaultValue = "1")
            long seed, @Option(names = "--model", description = MODEL) String model) {
        try (AestheticFit fit = new AestheticFit(out.resolve("clip"), LessonPictures.of(model))) {
            fit.run(families, seed, out.resolve("aesthetic"));
        }
        return 0;
    }
}

package dev.goldpan.mini.train;

import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.mini.judge.JudgePixels;
import dev.goldpan.mini.judge.Trip;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the judge. */
@Command(name = "judge", description = "The judge, over scenes of its own.")
final class JudgeTraining implements Callable<Integer> {
    @Mixin
    private Train.Options options;

    @Option(names = "--vae", description = "folder of the autoencoder that pictures go through (default: none; worn by hand)")
    private Path vae;

    @Override
    public Integer call() {
        Plan plan = options.plan("judge");
        JudgePixels pixels = new JudgePixels(vae == null ? null : new Trip(vae));
        try (Objective objective = new JudgeObjective(JudgeConfig.bundled(), options.seed, pixels, options.batch)) {
            Trainer.run("judge", plan, objective);
        }
        return 0;
    }
}

package dev.goldpan.laws;

import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Level;
import dev.goldpan.sample.Parametrisation;
import dev.goldpan.sample.Path;
import dev.goldpan.sample.Prediction;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.search.Task;
import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A model that is known exactly and counts what it is asked: every number of a clean latent is drawn on its own from two normals, so
 * its denoiser is the posterior mean in closed form. Images are its latents, squeezed into [0, 1].
 */
public final class FakeTask implements Task {
    /** Where the two normals lie: at minus this with chance {@link #LOWER}, else at plus this. */
    public static final double MEAN = 1;
    /** Chance of the lower normal. */
    public static final double LOWER = 0.6;
    /** Standard deviation of both. */
    public static final double SPREAD = 0.4;

    private final long[] shape;
    private final SchedulerConfig scheduler;
    private final Conditioning given;
    private long evaluations;
    private long decoded;
    private long widest;

    /**
     * @param sampler its name
     * @param eta of ddim
     * @param shape of a latent, [1, 3, h, w]
     */
    public FakeTask(String sampler, double eta, long... shape) {
        Engine.start();
        this.shape = shape.clone();
        SchedulerConfig config = SchedulerConfig.named(sampler).with("beta_schedule", "scaled_linear").with("beta_start", 0.00085)
                .with("beta_end", 0.012).with("clip_sample", false).with("steps_offset", 1);
        this.scheduler = eta > 0 ? config.with("eta", eta) : config;
        this.given = Conditioning.of(Scope.detach(torch.zeros(1, 1, 1)));
    }

    /** Latents of [1, 3, 4, 4] with a deterministic sampler. */
    public FakeTask() {
        this("ddim", 0, 1, 3, 4, 4);
    }

    /** Evaluations of the denoiser, one per row. */
    public long evaluations() {
        return evaluations;
    }

    /** Latents decoded. */
    public long decoded() {
        return decoded;
    }

    /** Rows of the largest batch. */
    public long widest() {
        return widest;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public Sampler sampler() {
        return scheduler.sampler();
    }

    @Override
    public Path path() {
        return scheduler.path();
    }

    @Override
    public double horizon() {
        return 1000;
    }

    @Override
    public Denoiser denoiser() {
        return (x, at, told) -> {
            evaluations += at.size();
            widest = Math.max(widest, at.size());
            try (Scope scope = Scope.open()) {
                return new Prediction(x, at, Parametrisation.SAMPLE, scope.keep(mean(x, at)));
            }
        };
    }

    /** E[x0 | x] of the mixture. */
    private static Tensor mean(Tensor x, List<Level> at) {
        ToDoubleFunction<Level> variance = level -> level.alpha() * level.alpha() * SPREAD * SPREAD + level.sigma() * level.sigma();
        Tensor pull = x.mul(column(at, level -> 2 * level.alpha() * MEAN / variance.applyAsDouble(level)));
        Tensor upper = torch.sigmoid(pull.add(new Scalar(Math.log((1 - LOWER) / LOWER)))); // chance of the upper normal
        Tensor centre = upper.mul(new Scalar(2 * MEAN)).sub(new Scalar(MEAN));
        Tensor off = x.sub(centre.mul(column(at, Level::alpha)));
        return centre.add(off.mul(column(at, level -> level.alpha() * SPREAD * SPREAD / variance.applyAsDouble(level))));
    }

    private static Tensor column(List<Level> at, ToDoubleFunction<Level> number) {
        float[] numbers = new float[at.size()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = (float) number.applyAsDouble(at.get(row));
        }
        return Tensor.create(numbers, numbers.length, 1, 1, 1);
    }

    @Override
    public int forwards() {
        return 2;
    }

    @Override
    public Conditioning given() {
        return given;
    }

    @Override
    public Tensor decode(Tensor latents) {
        decoded += latents.size(0);
        try (Scope scope = Scope.open()) {
            return scope.keep(torch.sigmoid(latents).to(ScalarType.Float));
        }
    }

    @Override
    public Prompt prompt() {
        return new Prompt("two normals");
    }
}

package dev.goldpan.sample;

import java.util.Arrays;

/**
 * The variance-preserving path of a discrete-time model: a table of alpha-bar over its training steps, alpha = sqrt(alpha-bar),
 * sigma = sqrt(1 - alpha-bar). Between two steps noise over signal is interpolated linearly, as diffusers' sigma solvers do.
 */
public final class VpPath implements Path {
    /** Smallest alpha-bar of a {@link #withFloor}: 2^-24, the smallest subnormal of fp16, as in diffusers. */
    private static final float FLOOR = 0x1p-24f;

    private final Betas betas;
    private final float[] alphaBars;
    private final float[] ratios;
    private final float[] logs;

    private VpPath(Betas betas, float[] alphaBars) {
        this.betas = betas;
        this.alphaBars = alphaBars;
        this.ratios = new float[alphaBars.length];
        this.logs = new float[alphaBars.length];
        for (int t = 0; t < ratios.length; t++) {
            // Every operation in fp32, as torch makes the table.
            ratios[t] = (float) Math.sqrt((1 - alphaBars[t]) / alphaBars[t]);
            logs[t] = (float) Math.log(ratios[t]);
        }
    }

    /** The path of a model trained with {@code betas}. */
    public static VpPath of(Betas betas) {
        return new VpPath(betas, betas.alphaBars());
    }

    /** The same path, its last step kept off pure noise, where noise over signal is infinite and sigma solvers cannot start. */
    public VpPath withFloor() {
        float[] kept = alphaBars.clone();
        kept[kept.length - 1] = Math.max(kept[kept.length - 1], FLOOR);
        return new VpPath(betas, kept);
    }

    /** What the table was made from; times run from 0 to one less than its steps. */
    public Betas betas() {
        return betas;
    }

    /** Noise over signal at {@code time}; ends are kept beyond the table. */
    public double ratio(double time) {
        int low = (int) Math.floor(time);
        if (low < 0) {
            return ratios[0];
        }
        if (low >= ratios.length - 1) {
            return ratios[ratios.length - 1];
        }
        double beyond = time - low;
        return beyond == 0 ? ratios[low] : ((double) ratios[low + 1] - ratios[low]) * beyond + ratios[low];
    }

    @Override
    public double alpha(double time) {
        return isStep(time) ? Math.sqrt(alphaBars[(int) time]) : 1 / Math.hypot(1, ratio(time));
    }

    @Override
    public double sigma(double time) {
        return isStep(time) ? Math.sqrt(1.0 - alphaBars[(int) time]) : ratio(time) / Math.hypot(1, ratio(time));
    }

    private boolean isStep(double time) {
        return time >= 0 && time < alphaBars.length && time == Math.rint(time);
    }

    /** Interpolates in the logarithm of noise over signal, as diffusers does; clamped to the table. */
    @Override
    public double time(double ratio) {
        double wanted = Math.log(Math.max(ratio, 1e-10));
        int low = 0;
        while (low < ratios.length - 2 && wanted >= logs[low + 1]) {
            low++;
        }
        double w = Math.min(Math.max((logs[low] - wanted) / (logs[low] - logs[low + 1]), 0), 1);
        return (1 - w) * low + w * (low + 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VpPath path && Arrays.equals(alphaBars, path.alphaBars);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(alphaBars);
    }
}

package dev.goldpan.search;

/**
 * The orthonormal Haar wavelet transform of every channel of a latent, in two dimensions: what search over coarse noise (Spectral
 * Evolution Search) needs of it, which is to read the lowest band and to replace it. Because the transform is orthonormal, replacing
 * a band is adding what the change of the band alone transforms back to.
 *
 * @param channels of the latent
 * @param height of the latent
 * @param width of the latent
 * @param level times that height and width are halved; they must be divisible so often
 */
public record Haar(int channels, int height, int width, int level) {
    /** Checks that the band exists. */
    public Haar {
        if (level < 1 || level > 30 || height % (1 << level) != 0 || width % (1 << level) != 0) {
            throw new IllegalArgumentException("level: a latent of " + width + "x" + height + " cannot be halved " + level
                    + " times; use 1 to " + deepest(height, width));
        }
    }

    /** How often both sides can be halved. */
    public static int deepest(int height, int width) {
        return Math.min(Integer.numberOfTrailingZeros(height), Integer.numberOfTrailingZeros(width));
    }

    /** Numbers in the lowest band. */
    public int size() {
        return channels * (height >> level) * (width >> level);
    }

    /** The lowest band of {@code latent}, each number the sum over a block of 2^level x 2^level divided by 2^level. */
    public float[] low(float[] latent) {
        double[] sums = new double[size()];
        for (int i = 0; i < latent.length; i++) {
            sums[band(i)] += latent[i];
        }
        float[] low = new float[sums.length];
        for (int i = 0; i < low.length; i++) {
            low[i] = (float) (sums[i] / (1 << level));
        }
        return low;
    }

    /** {@code latent} with its lowest band replaced. */
    public float[] with(float[] latent, float[] low) {
        if (low.length != size()) {
            throw new IllegalArgumentException("low: the band has " + size() + " numbers, found " + low.length);
        }
        float[] old = low(latent);
        float[] changed = new float[latent.length];
        for (int i = 0; i < latent.length; i++) {
            int at = band(i);
            changed[i] = (float) (latent[i] + ((double) low[at] - old[at]) / (1 << level));
        }
        return changed;
    }

    /** Which number of the band element {@code i} belongs to. */
    private int band(int i) {
        int column = i % width;
        int row = i / width % height;
        int channel = i / width / height;
        return (channel * (height >> level) + (row >> level)) * (width >> level) + (column >> level);
    }
}

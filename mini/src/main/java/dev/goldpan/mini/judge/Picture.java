package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Box;

/**
 * A picture being worked on.
 *
 * @param values red, green and blue planes of 128 x 128, 0 to 1
 */
public record Picture(float[] values) {
    /** Width and height in pixels. */
    public static final int SIDE = Renderer.SIDE;

    static final int PIXELS = SIDE * SIDE;
    private static final float LARGEST = 255;

    /** A scene as it is drawn. */
    public static Picture of(Scene scene) {
        byte[] bytes = Renderer.render(scene);
        float[] values = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = (bytes[i] & 0xFF) / LARGEST;
        }
        return new Picture(values);
    }

    /** Another picture shown through a mask of one value per pixel, 0 to 1. */
    Picture under(Picture other, float[] mask) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            float share = mask[i % PIXELS];
            out[i] = values[i] + share * (other.values[i] - values[i]);
        }
        return new Picture(out);
    }

    /** {@code one} times this and {@code two} times another, plus {@code three} times a third. */
    Picture combined(double one, Picture second, double two, Picture third, double three) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (one * values[i] + two * second.values[i] + three * third.values[i]);
        }
        return new Picture(out);
    }

    /** Blurred by a Gaussian of {@code sigma} pixels; edges repeat. */
    Picture blurred(double sigma) {
        int reach = (int) Math.ceil(2.5 * sigma);
        float[] kernel = new float[2 * reach + 1];
        float sum = 0;
        for (int k = -reach; k <= reach; k++) {
            kernel[k + reach] = (float) StrictMath.exp(-k * k / (2 * sigma * sigma));
            sum += kernel[k + reach];
        }
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] /= sum;
        }
        return new Picture(along(along(values, kernel, 1), kernel, SIDE));
    }

    /** Convolves along rows ({@code step} 1) or columns ({@code step} SIDE). */
    private static float[] along(float[] in, float[] kernel, int step) {
        int reach = kernel.length / 2;
        float[] out = new float[in.length];
        float[] line = new float[SIDE + 2 * reach];
        int across = step == 1 ? SIDE : 1;
        for (int plane = 0; plane < in.length; plane += PIXELS) {
            for (int row = 0; row < SIDE; row++) {
                int start = plane + row * across;
                for (int i = 0; i < line.length; i++) {
                    line[i] = in[start + Math.min(SIDE - 1, Math.max(0, i - reach)) * step];
                }
                for (int i = 0; i < SIDE; i++) {
                    float sum = 0;
                    for (int k = 0; k < kernel.length; k++) {
                        sum += kernel[k] * line[i + k];
                    }
                    out[start + i * step] = sum;
                }
            }
        }
        return out;
    }

    /** Every pixel from (x + dx, y + dy), between pixels linearly. */
    Picture pulled(float[] dx, float[] dy) {
        float[] out = new float[values.length];
        for (int i = 0; i < PIXELS; i++) {
            float x = Math.min(SIDE - 1.001f, Math.max(0, i % SIDE + dx[i]));
            float y = Math.min(SIDE - 1.001f, Math.max(0, i / SIDE + dy[i]));
            int corner = (int) y * SIDE + (int) x;
            float fx = x - (int) x;
            float fy = y - (int) y;
            for (int at = corner, to = i; to < out.length; at += PIXELS, to += PIXELS) {
                float above = values[at] + fx * (values[at + 1] - values[at]);
                float below = values[at + SIDE] + fx * (values[at + SIDE + 1] - values[at + SIDE]);
                out[to] = above + fy * (below - above);
            }
        }
        return new Picture(out);
    }

    /** Cut off below 0 and above 1. */
    Picture clamped() {
        float[] out = values.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min(1, Math.max(0, out[i]));
        }
        return new Picture(out);
    }

    /** White noise of this deviation: sums of four uniforms, near enough to normal. */
    static Picture noise(double deviation, Dice dice) {
        float[] out = new float[3 * PIXELS];
        float scale = (float) (deviation / Math.sqrt(4 / 12.0) / 0x10000);
        for (int i = 0; i < out.length; i++) {
            long bits = dice.bits();
            long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
            out[i] = (sum - 2 * 0xFFFF) * scale;
        }
        return new Picture(out);
    }

    /** Smooth random values between -1 and 1, one per pixel, with {@code lobes} hills and valleys across the picture. */
    static float[] field(double lobes, Dice dice) {
        int nodes = (int) Math.ceil(lobes) + 2;
        float[] node = new float[nodes * nodes];
        for (int i = 0; i < node.length; i++) {
            node[i] = (float) dice.between(-1, 1);
        }
        float[] out = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            double x = i % SIDE * lobes / SIDE;
            double y = (double) (i / SIDE) * lobes / SIDE;
            int at = (int) y * nodes + (int) x;
            double fx = eased(x - (int) x);
            double fy = eased(y - (int) y);
            double above = node[at] + fx * (node[at + 1] - node[at]);
            double below = node[at + nodes] + fx * (node[at + nodes + 1] - node[at + nodes]);
            out[i] = (float) (above + fy * (below - above));
        }
        return out;
    }

    private static double eased(double t) {
        return t * t * (3 - 2 * t);
    }

    /** 1 in the box, falling to 0 over {@code rim} pixels around it. */
    static float[] mask(Box box, double rim) {
        float[] mask = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            double x = i % SIDE + 0.5;
            double y = i / SIDE + 0.5;
            double outside = Math.max(Math.max(box.x0() - x, x - box.x1()), Math.max(box.y0() - y, y - box.y1()));
            mask[i] = (float) Math.min(1, Math.max(0, 1 - outside / rim));
        }
        return mask;
    }
}

package dev.goldpan.guide;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

/**
 * Foreground of a map in [0, 1] by Otsu's threshold (1979), on values times 255 cut to whole numbers, with OpenCV's tie rule; a
 * pixel at
 * the threshold belongs to it, as in InitNO's code and other than in OpenCV's own mask.
 */
final class Otsu {
    private static final int LEVELS = 256;
    private static final double EPSILON = Math.ulp(1f); // OpenCV's FLT_EPSILON

    private Otsu() {}

    /** Foreground [h, w] of zeros and ones. */
    static Tensor mask(Tensor map) {
        return tensor(foreground(values(map)), map);
    }

    /** The part of the foreground that is 4-connected to the map's largest value. */
    static Tensor peakMask(Tensor map) {
        float[] values = values(map);
        boolean[] foreground = foreground(values);
        int width = (int) map.size(1);
        boolean[] kept = new boolean[values.length];
        Deque<Integer> open = new ArrayDeque<>();
        open.push(peak(values));
        while (!open.isEmpty()) {
            int p = open.pop();
            if (!foreground[p] || kept[p]) {
                continue;
            }
            kept[p] = true;
            if (p % width > 0) {
                open.push(p - 1);
            }
            if (p % width < width - 1) {
                open.push(p + 1);
            }
            if (p >= width) {
                open.push(p - width);
            }
            if (p < values.length - width) {
                open.push(p + width);
            }
        }
        return tensor(kept, map);
    }

    private static int peak(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static boolean[] foreground(float[] values) {
        float threshold = (float) (threshold(values) / 255.0);
        boolean[] mask = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            mask[i] = !(values[i] < threshold);
        }
        return mask;
    }

    /** The level that maximises the variance between the two classes; the smallest of equals. */
    static int threshold(float[] values) {
        long[] histogram = new long[LEVELS];
        for (float value : values) {
            histogram[Math.min(LEVELS - 1, Math.max(0, (int) (value * 255f)))]++;
        }
        double mean = 0;
        for (int i = 0; i < LEVELS; i++) {
            mean += (double) i * histogram[i] / values.length;
        }
        double below = 0;
        double weightedBelow = 0;
        double best = 0;
        int threshold = 0;
        for (int i = 0; i < LEVELS; i++) {
            double share = (double) histogram[i] / values.length;
            below += share;
            weightedBelow += i * share;
            double above = 1 - below;
            if (Math.min(below, above) >= EPSILON && Math.max(below, above) <= 1 - EPSILON) {
                double gap = weightedBelow / below - (mean - weightedBelow) / above;
                double variance = below * above * gap * gap;
                if (variance > best) {
                    best = variance;
                    threshold = i;
                }
            }
        }
        return threshold;
    }

    private static float[] values(Tensor map) {
        float[] values = new float[(int) map.numel()];
        Tensor plain = map.detach().cpu().contiguous();
        FloatPointer data = plain.data_ptr_float();
        data.get(values);
        return values;
    }

    private static Tensor tensor(boolean[] mask, Tensor like) {
        float[] values = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            values[i] = mask[i] ? 1 : 0;
        }
        return Tensor.create(values, like.size(0), like.size(1)).to(like.device(), like.scalar_type());
    }
}

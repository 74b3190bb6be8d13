package dev.goldpan.model;

import dev.goldpan.text.Prompt;

/**
 * Images to be made of one prompt, one per seed.
 *
 * @param prompt what they show
 * @param settings how they are made
 * @param seed of the first; the next images have the next seeds
 * @param count how many
 * @param batch how many are made at a time
 */
public record ImageRequest(Prompt prompt, Settings settings, long seed, int count, int batch) {
    /** Most images of one request. */
    public static final int MOST = 100_000;
    /** Most images made at a time. */
    public static final int LARGEST_BATCH = 256;

    /** Checks the ranges. */
    public ImageRequest {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("--count: " + count + " images are not possible; use 1 to " + MOST);
        }
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new IllegalArgumentException("--batch: " + batch + " is not possible; use 1 to " + LARGEST_BATCH);
        }
        if (seed < 0 || seed > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException("--seed: " + seed + " is not possible; use 0 to " + (Long.MAX_VALUE - count));
        }
    }
}

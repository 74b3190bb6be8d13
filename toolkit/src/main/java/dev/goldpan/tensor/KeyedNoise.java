package dev.goldpan.tensor;

import java.nio.ByteBuffer;
import org.bytedeco.pytorch.Tensor;

/**
 * Random numbers that are a function of an address, the same on every machine, instruction set and Java release.
 *
 * <p>Philox4x32-10 (Salmon et al., SC 2011) in pure Java. The hash of the address is its key and the upper half of its counter,
 * the lower half counts blocks of four words. A normal is the inverse of the distribution function at the middle of one of 2^32
 * equal cells ({@link NormalQuantile}), so every element can be computed alone and none depends on how many are asked for.
 * Normals and uniforms of one address are independent of each other.
 */
public final class KeyedNoise {
    private static final long UNIFORMS = 1L << 63;
    private static final double CELL = 0x1p-32;

    private final int key0;
    private final int key1;
    private final long high;

    /** The numbers at {@code address}. */
    public KeyedNoise(NoiseKey address) {
        ByteBuffer hash = address.hash();
        long key = hash.getLong();
        this.key0 = (int) key;
        this.key1 = (int) (key >>> 32);
        this.high = hash.getLong();
    }

    /**
     * Independent standard normals.
     *
     * @return {@code shape}, fp32, processor memory, belonging to the scope that is open
     */
    public Tensor normal(long... shape) {
        Engine.start();
        long count = 1;
        for (long length : shape) {
            count = Math.multiplyExact(count, length);
        }
        return Tensor.create(normals(Math.toIntExact(count)), shape);
    }

    /** The first {@code count} standard normals; a longer draw begins with a shorter one. */
    public float[] normals(int count) {
        float[] values = new float[count];
        int[] words = new int[4];
        for (int i = 0; i < count; i++) {
            if ((i & 3) == 0) {
                philox(i >>> 2, words);
            }
            values[i] = (float) NormalQuantile.at((Integer.toUnsignedLong(words[i & 3]) + 0.5) * CELL);
        }
        return values;
    }

    /** Uniform number {@code index}, in [0, 1), a multiple of 2^-53. */
    public double uniform(long index) {
        return (word(index) >>> 11) * 0x1p-53;
    }

    /** Uniform integer number {@code index}, in [0, {@code bound}). One call uses one word: its bias is below bound / 2^64. */
    public int below(int bound, long index) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, not " + bound);
        }
        long word = word(index);
        long upper = (word >>> 32) * bound;
        long lower = (word & 0xffffffffL) * bound;
        return (int) ((upper + (lower >>> 32)) >>> 32);
    }

    /** A uniform permutation of 0 to {@code count} - 1 (Fisher and Yates, from the words 0 to {@code count} - 2). */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = below(i + 1, count - 1 - i);
            int moved = order[i];
            order[i] = order[j];
            order[j] = moved;
        }
        return order;
    }

    private long word(long index) {
        int[] words = new int[4];
        philox(UNIFORMS | index >>> 1, words);
        int at = (int) (index & 1) << 1;
        return (long) words[at] << 32 | words[at + 1] & 0xffffffffL;
    }

    private void philox(long block, int[] words) {
        philox(block, high, key0, key1, words);
    }

    /** Ten rounds; {@code words} receives the block. */
    static void philox(long low, long high, int key0, int key1, int[] words) {
        int c0 = (int) low;
        int c1 = (int) (low >>> 32);
        int c2 = (int) high;
        int c3 = (int) (high >>> 32);
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < 10; round++) {
            long p0 = 0xD2511F53L * (c0 & 0xffffffffL);
            long p1 = 0xCD9E8D57L * (c2 & 0xffffffffL);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}

package dev.goldpan.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * The address of a draw of keyed noise. Equal addresses mean equal numbers, different addresses independent ones, so the order
 * and the batch in which a search asks cannot matter.
 *
 * @param seed the run's seed
 * @param use what the numbers are for ("start", "neighbour", "resample"); keeps two purposes of one candidate apart
 * @param prompt which prompt
 * @param candidate which candidate of that prompt
 * @param step which draw along the trajectory
 * @param particle which particle or neighbour
 */
public record NoiseKey(long seed, String use, long prompt, long candidate, long step, long particle) {
    /** All parts must be there. */
    public NoiseKey {
        Objects.requireNonNull(use, "use");
    }

    /** The address with every number but the seed zero. */
    public static NoiseKey of(long seed, String use) {
        return new NoiseKey(seed, use, 0, 0, 0, 0);
    }

    /** This address for another prompt. */
    public NoiseKey prompt(long index) {
        return new NoiseKey(seed, use, index, candidate, step, particle);
    }

    /** This address for another candidate. */
    public NoiseKey candidate(long index) {
        return new NoiseKey(seed, use, prompt, index, step, particle);
    }

    /** This address for another step. */
    public NoiseKey step(long index) {
        return new NoiseKey(seed, use, prompt, candidate, index, particle);
    }

    /** This address for another particle. */
    public NoiseKey particle(long index) {
        return new NoiseKey(seed, use, prompt, candidate, step, index);
    }

    /** First 16 bytes of SHA-256 over the five numbers (big-endian, in the order of the record) and then {@code use} in UTF-8. */
    ByteBuffer hash() {
        byte[] name = use.getBytes(StandardCharsets.UTF_8);
        ByteBuffer address = ByteBuffer.allocate(5 * Long.BYTES + name.length);
        address.putLong(seed).putLong(prompt).putLong(candidate).putLong(step).putLong(particle).put(name);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(address.array()), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

package dev.goldpan.search;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Noise that cannot be drawn again, kept under the hash of its numbers. */
public interface Blobs {
    /** Keeps {@code numbers}. @return {@link #hash} of them */
    String write(float[] numbers);

    /** The numbers of {@code hash}. @throws IllegalArgumentException if they are not here, or not these */
    float[] read(String hash);

    /** Keeps nothing. */
    static Blobs none() {
        return new Blobs() {
            @Override
            public String write(float[] numbers) {
                return hash(numbers);
            }

            @Override
            public float[] read(String hash) {
                throw new IllegalArgumentException("noise " + hash + " is not here");
            }
        };
    }

    /** Keeps noise as long as the object lives. */
    static Blobs inMemory() {
        Map<String, float[]> held = new HashMap<>();
        return new Blobs() {
            @Override
            public String write(float[] numbers) {
                String hash = hash(numbers);
                held.put(hash, numbers.clone());
                return hash;
            }

            @Override
            public float[] read(String hash) {
                float[] numbers = held.get(hash);
                if (numbers == null) {
                    throw new IllegalArgumentException("noise " + hash + " is not here");
                }
                return numbers.clone();
            }
        };
    }

    /** SHA-256 of the numbers as little-endian fp32, in hexadecimal. */
    static String hash(float[] numbers) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(numbers)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The numbers as little-endian fp32. */
    static byte[] bytes(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }
}

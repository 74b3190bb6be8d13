package dev.goldpan.laws;

import dev.goldpan.search.Blobs;
import java.util.HashMap;
import java.util.Map;

/** Optimised noise, held as long as the object. */
public final class HeldBlobs implements Blobs {
    private final Map<String, float[]> held = new HashMap<>();

    @Override
    public String write(float[] numbers) {
        String hash = Blobs.hash(numbers);
        held.put(hash, numbers.clone());
        return hash;
    }

    @Override
    public float[] read(String hash) {
        float[] numbers = held.get(hash);
        if (numbers == null) {
            throw new IllegalArgumentException("no noise of hash " + hash);
        }
        return numbers.clone();
    }
}

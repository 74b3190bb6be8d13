package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoisesTest {
    private static final long[] SHAPE = {1, 4, 16, 16};
    private static final int COUNT = 1024;

    private static float[] start(Recipe recipe) {
        float[] numbers = new float[COUNT];
        try (Scope scope = Scope.open()) {
            new Noises(SHAPE, null).start(recipe).data_ptr_float().get(numbers);
        }
        return numbers;
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    @Test
    void neighboursKeepTheNormAndHaveTheCosine() {
        Recipe pivot = new Recipe.Fresh(3);
        float[] noise = start(pivot);
        double norm = Math.sqrt(dot(noise, noise));
        for (double tau : new double[] {0.95, 0.9, 0.5, 0, -0.5}) {
            for (int i = 0; i < 5; i++) {
                float[] near = start(new Recipe.Neighbour(pivot, tau, NoiseKey.of(1, "near").particle(i)));
                double other = Math.sqrt(dot(near, near));
                assertEquals(1, other / norm, 1e-6);
                assertEquals(tau, dot(noise, near) / norm / other, 1e-6);
            }
        }
    }

    @Test
    void aNeighbourWorkedByHand() {
        // (3, 4) has norm 5; the part of (1, 0) across it is (0.64, -0.48), of direction (0.8, -0.6).
        float[] near = Noises.turned(new float[] {3, 4}, 0.6, new float[] {1, 0});
        assertArrayEquals(new float[] {(float) (0.6 * 3 + 0.8 * 5 * 0.8), (float) (0.6 * 4 - 0.8 * 5 * 0.6)}, near, 1e-6f);
    }

    @Test
    void aMutationIsAWeightedSum() {
        Candidate parent = new Candidate(new Recipe.Fresh(3), new Course.Steps(5), 0);
        NoiseKey key = NoiseKey.of(1, "mutation");
        float[] made = start(new Recipe.Mutated(parent, 0.8, 0.6, key));
        float[] one = start(new Recipe.Fresh(3));
        float[] other = new KeyedNoise(key).normals(COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertEquals(0.8 * one[i] + 0.6 * other[i], made[i], 1e-6);
        }
    }

    @Test
    void aBandIsReplacedAndTheRestStays() {
        Haar haar = new Haar(4, 16, 16, 2);
        float[] noise = start(new Recipe.Fresh(3));
        float[] band = new KeyedNoise(NoiseKey.of(1, "band")).normals(haar.size());
        List<Float> low = new ArrayList<>();
        for (float number : band) {
            low.add(number);
        }
        float[] made = start(new Recipe.Banded(new Recipe.Fresh(3), 2, low));
        assertArrayEquals(band, haar.low(made), 1e-5f);
        assertArrayEquals(noise, haar.with(made, haar.low(noise)), 1e-5f);
        // Orthonormal: the energy changes by that of the band.
        float[] old = haar.low(noise);
        assertEquals(dot(noise, noise) - dot(old, old) + dot(band, band), dot(made, made), 1e-3);
    }

    @Test
    void haarOfABlockWorkedByHand() {
        Haar haar = new Haar(1, 2, 4, 1);
        float[] latent = {1, 2, 3, 4, 5, 6, 7, 8};
        assertArrayEquals(new float[] {7, 11}, haar.low(latent)); // (1 + 2 + 5 + 6) / 2 and (3 + 4 + 7 + 8) / 2
        assertArrayEquals(new float[] {0, 1, 3, 4, 4, 5, 7, 8}, haar.with(latent, new float[] {5, 11}));
        assertThrows(IllegalArgumentException.class, () -> new Haar(1, 2, 4, 2));
    }
}

package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class KeyedNoiseTest {
    private static final KeyedNoise NOISE = new KeyedNoise(NoiseKey.of(7, "test"));

    /** Random123's published known answers. */
    @Test
    void philoxGivesTheKnownAnswers() {
        int[] words = new int[4];
        KeyedNoise.philox(0, 0, 0, 0, words);
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, words);
        KeyedNoise.philox(-1, -1, -1, -1, words);
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, words);
        KeyedNoise.philox(0x85a308d3243f6a88L, 0x0370734413198a2eL, 0xa4093822, 0x299f31d0, words);
        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}, words);
    }

    /** A second implementation wrote the file; single precision leaves its normals one unit in the last place. */
    @Test
    void givesTheFrozenNumbers() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(Fixtures.path("noise/keyed.json").toFile());
        for (JsonNode at : golden.get("addresses")) {
            NoiseKey key = new NoiseKey(at.get("seed").asLong(), at.get("use").asText(), at.get("prompt").asLong(),
                    at.get("candidate").asLong(), at.get("step").asLong(), at.get("particle").asLong());
            KeyedNoise noise = new KeyedNoise(key);
            float[] normals = noise.normals(at.get("normals").size());
            for (int i = 0; i < normals.length; i++) {
                float wanted = (float) at.get("normals").get(i).asDouble();
                assertEquals(wanted, normals[i], Math.ulp(wanted), key + " normal " + i);
                assertEquals(at.get("uniforms").get(i).asDouble(), noise.uniform(i), key + " uniform " + i);
                assertEquals(at.get("below_10").get(i).asInt(), noise.below(10, i), key + " integer " + i);
            }
        }
        for (JsonNode pair : golden.get("quantiles")) {
            double wanted = pair.get(1).asDouble();
            assertEquals(wanted, NormalQuantile.at(pair.get(0).asDouble()), 4e-15 * Math.abs(wanted));
        }
    }

    /** Bits, not values: these must never change, or old recipes stop meaning what they meant. */
    @Test
    void neverChanges() {
        float[] normals = NOISE.normals(1 << 16);
        assertEquals(1064458749, Float.floatToIntBits(normals[0]));
        assertEquals(110913041, Arrays.hashCode(normals));
    }

    @Test
    void aLongDrawBeginsWithAShortOneAndShapeDoesNotMatter() {
        assertArrayEquals(NOISE.normals(10), Arrays.copyOf(NOISE.normals(1001), 10));
        try (Scope scope = Scope.open()) {
            Tensor tensor = NOISE.normal(2, 3, 5, 7);
            assertArrayEquals(new long[] {2, 3, 5, 7}, tensor.shape());
            float[] flat = new float[210];
            tensor.data_ptr_float().get(flat);
            assertArrayEquals(NOISE.normals(210), flat);
        }
    }

    @Test
    void everyPartOfTheAddressMatters() {
        NoiseKey key = NoiseKey.of(1, "start");
        Set<Float> firsts = new HashSet<>();
        for (NoiseKey other : new NoiseKey[] {key, NoiseKey.of(2, "start"), NoiseKey.of(1, "step"), key.prompt(1), key.candidate(1),
                key.step(1), key.particle(1)}) {
            firsts.add(new KeyedNoise(other).normals(1)[0]);
        }
        assertEquals(7, firsts.size());
    }

    @Test
    void normalsAreStandardNormal() {
        int count = 1 << 20;
        float[] normals = NOISE.normals(count);
        double[] moments = new double[5];
        double neighbours = 0;
        int[] cells = new int[64];
        for (int i = 0; i < count; i++) {
            for (int k = 1; k <= 4; k++) {
                moments[k] += Math.pow(normals[i], k) / count;
            }
            neighbours += (double) normals[i] * normals[(i + 1) % count] / count;
        }
        for (float normal : normals) {
            cells[cell(normal, cells.length)]++;
        }
        double unit = 1 / Math.sqrt(count);
        assertEquals(0, moments[1], 4 * unit);
        assertEquals(1, moments[2], 4 * Math.sqrt(2) * unit);
        assertEquals(0, moments[3], 4 * Math.sqrt(15) * unit);
        assertEquals(3, moments[4], 4 * Math.sqrt(96) * unit);
        assertEquals(0, neighbours, 4 * unit);
        assertTrue(chiSquared(cells, count) < 63 + 4 * Math.sqrt(126), "chi squared over 64 cells of equal probability");
    }

    @Test
    void uniformsIntegersAndPermutationsAreEven() {
        int count = 1 << 16;
        int[] tenths = new int[10];
        int[] sixteenths = new int[16];
        for (int i = 0; i < count; i++) {
            tenths[NOISE.below(10, i)]++;
            sixteenths[(int) (16 * NOISE.uniform(i))]++;
        }
        assertTrue(chiSquared(tenths, count) < 9 + 4 * Math.sqrt(18), "integers below 10");
        assertTrue(chiSquared(sixteenths, count) < 15 + 4 * Math.sqrt(30), "uniforms");
        int[] orders = new int[24];
        for (int i = 0; i < 12_000; i++) {
            int[] order = new KeyedNoise(NoiseKey.of(7, "shuffle").candidate(i)).permutation(4);
            assertEquals(0b1111, 1 << order[0] | 1 << order[1] | 1 << order[2] | 1 << order[3]);
            orders[rank(order)]++;
        }
        assertTrue(chiSquared(orders, 12_000) < 23 + 4 * Math.sqrt(46), "permutations of 4");
    }

    @Test
    void refusesAnEmptyRange() {
        assertThrows(IllegalArgumentException.class, () -> NOISE.below(0, 0));
        assertThrows(IllegalArgumentException.class, () -> NormalQuantile.at(0));
        assertThrows(IllegalArgumentException.class, () -> NormalQuantile.at(1));
    }

    private static int cell(double normal, int cells) {
        int low = 0;
        int high = cells;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (normal >= NormalQuantile.at((double) middle / cells)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int rank(int[] order) {
        int rank = 0;
        for (int i = 0; i < order.length; i++) {
            int smaller = 0;
            for (int j = i + 1; j < order.length; j++) {
                smaller += order[j] < order[i] ? 1 : 0;
            }
            rank = rank * (order.length - i) + smaller;
        }
        return rank;
    }

    private static double chiSquared(int[] counts, int total) {
        double expected = (double) total / counts.length;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}

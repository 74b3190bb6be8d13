package dev.goldpan.search;

import static dev.goldpan.search.Trace.fresh;
import static dev.goldpan.search.Trace.grounds;
import static dev.goldpan.search.Trace.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Searches for noise, led through a few rounds by hand. */
class NoiseSearchTraceTest {
    private static Candidate near(Recipe pivot, int attempt, int index) {
        return grounds(500).candidate(new Recipe.Neighbour(pivot, 0.9, NoiseKey.of(100, "neighbour").candidate(attempt).particle(index)));
    }

    private static Search zeroOrder(ZeroOrder.Policy policy, int rounds) {
        return new ZeroOrder(2, 0.9, policy, rounds).begin(grounds(500));
    }

    @Test
    void randomTakesSeedAfterSeed() {
        Search search = new RandomSearch().begin(grounds(500));
        List<Recipe> asked = turn(search, new double[16 * 4]).stream().map(Candidate::recipe).toList();
        assertEquals(List.of(fresh(100), fresh(101), fresh(102), fresh(103)), asked.subList(0, 4));
        assertEquals(fresh(163), asked.get(63));
        assertEquals(grounds(500).candidate(fresh(164)), search.ask().get(0));
    }

    @Test
    void theyDrawAroundACentreWhereThereIsOne() {
        Grounds all = grounds(500);
        Grounds around = new Grounds(100, new Grounds.Around(fresh(7), 0.955), all.shape(), all.course(), all.schedules(), 1000, true,
                all.objective(), 10, 4, 500);
        assertEquals(new Recipe.Neighbour(fresh(7), 0.955, NoiseKey.of(101, "around")),
                new RandomSearch().begin(around).ask().get(1).recipe());
    }

    @Test
    void movingAlwaysFollowsTheBestNeighbourAndNeverPaysForThePivot() {
        Search search = zeroOrder(ZeroOrder.Policy.MOVE_ALWAYS, 0);
        assertEquals(List.of(near(fresh(100), 0, 0), near(fresh(100), 0, 1)), turn(search, 5, 6));
        Recipe second = near(fresh(100), 0, 1).recipe();
        assertEquals(List.of(near(second, 1, 0), near(second, 1, 1)), turn(search, 2, 1)); // worse than the pivot: it moves
        assertEquals(near(near(second, 1, 0).recipe(), 2, 0), search.ask().get(0));
    }

    @Test
    void afterManyMovesItBeginsAnew() {
        Search search = zeroOrder(ZeroOrder.Policy.MOVE_ALWAYS, 0);
        for (int move = 0; move < 400; move++) {
            turn(search, 1, 0);
        }
        Recipe.Neighbour next = (Recipe.Neighbour) search.ask().get(0).recipe();
        assertEquals(fresh(101), next.of());
    }

    @Test
    void elitistsStayWhereNothingIsBetter() {
        Search search = zeroOrder(ZeroOrder.Policy.ELITIST, 3);
        assertEquals(List.of(grounds(500).candidate(fresh(100)), near(fresh(100), 0, 0), near(fresh(100), 0, 1)),
                turn(search, 5, 5, 4)); // not better than the pivot
        assertEquals(List.of(near(fresh(100), 1, 0), near(fresh(100), 1, 1)), turn(search, 6, 7));
        assertEquals(near(near(fresh(100), 1, 1).recipe(), 2, 0), turn(search, 1, 1).get(0));
        assertTrue(search.ask().isEmpty());
    }

    @Test
    void aRoundThatIsRetriedDoesNotCount() {
        Search search = zeroOrder(ZeroOrder.Policy.RETRY, 1);
        turn(search, 5, 4, 4);
        assertEquals(near(fresh(100), 1, 0), turn(search, 3, 3).get(0));
        assertEquals(near(fresh(100), 2, 0), turn(search, 3, 8).get(0));
        assertTrue(search.ask().isEmpty());
    }

    @Test
    void aStuckPivotIsPutByAndNewNoiseTaken() {
        Search search = zeroOrder(ZeroOrder.Policy.RESTART, 0);
        turn(search, 5, 4, 4);
        assertEquals(List.of(grounds(500).candidate(fresh(101)), near(fresh(101), 1, 0), near(fresh(101), 1, 1)), turn(search, 1, 2, 0));
        assertEquals(near(near(fresh(101), 1, 0).recipe(), 2, 0), search.ask().get(0));
    }

    /** One number per channel: level 3 halves 8 x 8 to 1 x 1. */
    @Test
    void theSpectrumFollowsItsElites() {
        Search search = new Spectral(3, 3, 2, false).begin(grounds(500));
        List<Candidate> first = turn(search, 1, 3, 2);
        double[] low = first.stream().mapToDouble(one -> ((Recipe.Banded) one.recipe()).low().get(0)).toArray();
        for (int i = 0; i < 3; i++) {
            assertEquals(new KeyedNoise(NoiseKey.of(100, "band").particle(i)).normals(1)[0], low[i], 1e-7);
        }
        // Elites are the second and the third: mean (b + c) / 2, unbiased variance (b - c)^2 / 2.
        double mean = (low[1] + low[2]) / 2;
        double variance = (low[1] - low[2]) * (low[1] - low[2]) / 2 + 1e-7;
        List<Candidate> second = turn(search, 0, 0, 2.5);
        double[] next = second.stream().mapToDouble(one -> ((Recipe.Banded) one.recipe()).low().get(0)).toArray();
        for (int i = 0; i < 3; i++) {
            float normal = new KeyedNoise(NoiseKey.of(100, "band").step(1).particle(i)).normals(1)[0];
            assertEquals(mean + Math.sqrt(variance) * normal, next[i], 1e-6);
        }
        // The best ever stay elites: 3 and 2.5 now.
        float normal = new KeyedNoise(NoiseKey.of(100, "band").step(2)).normals(1)[0];
        double spread = Math.sqrt((low[1] - next[2]) * (low[1] - next[2]) / 2 + 1e-7);
        assertEquals((low[1] + next[2]) / 2 + spread * normal, ((Recipe.Banded) search.ask().get(0).recipe()).low().get(0), 1e-6);
    }

    @Test
    void bandsMayKeepTheLengthOfNoise() {
        Search search = new Spectral(1, 2, 2, true).begin(grounds(500));
        turn(search, 1, 2);
        for (Candidate candidate : search.ask()) {
            List<Float> low = ((Recipe.Banded) candidate.recipe()).low();
            assertEquals(low.size(), low.stream().mapToDouble(number -> (double) number * number).sum(), 1e-4);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ZeroOrder(0, 0.9, ZeroOrder.Policy.ELITIST, 0));
        assertThrows(IllegalArgumentException.class, () -> new ZeroOrder(2, 1, ZeroOrder.Policy.ELITIST, 0));
        assertThrows(IllegalArgumentException.class, () -> new Spectral(4, 4, 2, false).begin(grounds(500)));
        assertThrows(IllegalArgumentException.class, () -> new Spectral(0, 4, 5, false));
    }
}

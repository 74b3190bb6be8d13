package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goldpan.tensor.NoiseKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class TariffTest {
    private static final NoiseKey KEY = NoiseKey.of(1, "test");
    private static final Course COURSE = new Course.Steps(50);
    private final Tariff tariff = new Tariff();

    private static Candidate fresh(long seed, int calls) {
        return new Candidate(new Recipe.Fresh(seed), COURSE, calls);
    }

    @Test
    void furtherCallsAreChargedOnce() {
        assertEquals(20, tariff.pay(List.of(fresh(1, 20))));
        assertEquals(30, tariff.price(List.of(fresh(1, 50))));
        assertEquals(30, tariff.pay(List.of(fresh(1, 50))));
        assertEquals(0, tariff.pay(List.of(fresh(1, 50), fresh(1, 10))));
        assertEquals(50 + 20, tariff.price(List.of(fresh(2, 50), fresh(3, 20), fresh(2, 30))));
    }

    @Test
    void whatIsSharedIsPaidByTheFirst() {
        Candidate root = fresh(1, 20);
        Candidate copy = new Candidate(new Recipe.Resampled(root, KEY), COURSE, 30);
        assertEquals(20 + 10, tariff.price(List.of(copy)));
        assertEquals(20, tariff.pay(List.of(root)));
        assertEquals(10, tariff.pay(List.of(copy)));
        Candidate child = new Candidate(new Recipe.Resampled(copy.after(40), KEY.step(1)), COURSE, 50);
        assertEquals(10 + 10, tariff.pay(List.of(child)));
    }

    @Test
    void aRoundOfPathsIsChargedAsThePaperDoes() {
        // N = 2 paths brought to sigma in 44 calls, M = 3 children each of L = 5 calls and one to look: N n + N M (L + 1).
        Course down = new Course.Leg(999, 120, 44);
        Course leg = new Course.Leg(900, 90, 5);
        List<Candidate> children = new java.util.ArrayList<>();
        for (int path = 0; path < 2; path++) {
            Candidate start = new Candidate(new Recipe.Fresh(path), down, 44);
            for (int child = 0; child < 3; child++) {
                children.add(new Candidate(new Recipe.Renoised(start, KEY.particle(3 * path + child)), leg, 6));
            }
        }
        assertEquals(2 * 44 + 2 * 3 * (5 + 1), tariff.pay(children));
        Candidate next = new Candidate(new Recipe.Renoised(children.get(0).after(5), KEY), leg, 6);
        assertEquals(6, tariff.pay(List.of(next)));
    }

    @Test
    void noiseNeedsNoCallOfTheNoiseItIsNear() {
        Recipe pivot = new Recipe.Fresh(0);
        assertEquals(50, tariff.pay(List.of(new Candidate(new Recipe.Neighbour(pivot, 0.95, KEY), COURSE, 50))));
        Recipe mutation = new Recipe.Mutated(fresh(0, 0), 0.9, 0.4, KEY);
        assertEquals(50, tariff.pay(List.of(new Candidate(mutation, COURSE, 50))));
        assertEquals(0, tariff.pay(List.of(fresh(7, 0))));
    }
}

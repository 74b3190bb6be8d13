package dev.goldpan.search;

import static dev.goldpan.search.Trace.COURSE;
import static dev.goldpan.search.Trace.fresh;
import static dev.goldpan.search.Trace.grounds;
import static dev.goldpan.search.Trace.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.sample.Level;
import dev.goldpan.sample.Schedule;
import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.verify.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Searches along trajectories, led through a few rounds by hand. */
class TrajectorySearchTraceTest {
    private static Candidate at(Recipe recipe, int calls) {
        return new Candidate(recipe, COURSE, calls);
    }

    private static Recipe copy(Candidate of, int look, int place) {
        return new Recipe.Resampled(of, NoiseKey.of(100, "copy").step(look).particle(place));
    }

    @Test
    void particlesAreLedByGradientsAndWeighedForIt() {
        Grounds grounds = grounds(500);
        Blobs blobs = grounds.blobs();
        Particles particles = new Particles(2, new Looks(0.3, 0.6, 0.3), Particles.Potential.DIFFERENCE, Particles.Temper.CONSTANT, 2,
                Resampling.SSP, 1, 1);
        Search search = new SteeredParticles(particles, 0.5, 3).begin(grounds);
        List<Candidate> first = search.ask();
        assertTrue(search.wantsGradients());
        float[] slope = new float[64];
        java.util.Arrays.fill(slope, 0.75f);
        search.tell(List.of(new Scored(first.get(0), Map.of("v", Score.of(1)), blobs.write(slope)),
                new Scored(first.get(1), Map.of("v", Score.of(1)), null)));
        List<Candidate> second = search.ask();
        NoiseKey key = NoiseKey.of(100, "steer").step(1);
        Recipe.Steered led = (Recipe.Steered) second.get(0).recipe();
        assertEquals(new Recipe.Steered(first.get(0), key, led.shift()), led);
        assertEquals(new Recipe.Resampled(first.get(1), key.particle(1)), second.get(1).recipe());
        for (float number : blobs.read(led.shift())) {
            assertEquals(0.75, number); // half of lambda 2 times the slope
        }
        assertEquals(List.of(led.shift()), led.blobs());
        // It gained 2, and was drawn e^(sum e d + d^2 / 2) times as often as it is likely: the sum is 18 and six times a normal.
        search.tell(List.of(new Scored(second.get(0), Map.of("v", Score.of(2)), null), new Scored(second.get(1), Map.of("v", Score.of(1)),
                null)));
        assertEquals(new Recipe.Resampled(second.get(1), NoiseKey.of(100, "steer").step(2).particle(0)), search.ask().get(0).recipe());
        assertTrue(!search.wantsGradients());
    }

    @Test
    void aScoreThatIsMissingChangesNoWeight() {
        Search search = new Particles(4, new Looks(0.2, 0.8, 0.2), Particles.Potential.DIFFERENCE, Particles.Temper.CONSTANT, 1,
                Resampling.SSP, 1, 0.5).begin(grounds(500));
        turn(search, 1, 1, 1, 1);
        List<Candidate> asked = search.ask();
        List<Scored> told = new java.util.ArrayList<>(Trace.scored(asked, 1, 1, 1, 1));
        told.set(2, new Scored(asked.get(2), Map.of("v", Score.failed("no answer"))));
        search.tell(told);
        turn(search, 1.1, 1.1, 1.1, 1.1);
        assertEquals(List.of(fresh(100), fresh(101), fresh(102), fresh(103)), search.ask().stream().map(Candidate::recipe).toList());
    }

    @Test
    void onlyTheOrderCountsWhereTheBestSurvive() {
        Search search = new Particles(4, new Looks(0.5, 0.5, 1), Particles.Potential.CURRENT, Particles.Temper.INFINITE, 1,
                Resampling.PRUNE, 0.5, 1).begin(grounds(500));
        turn(search, -9000, -5000, -3000, -1000); // so far apart that their exponentials are nothing
        assertEquals(java.util.Set.of(fresh(102), fresh(103)), search.ask().stream().map(Candidate::recipe)
                .collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void nothingBeginsWithTheSecondStageOfACall() {
        var config = dev.goldpan.sample.SchedulerConfig.named("heun");
        Grounds heun = new Grounds(100, null, List.of(1L, 1L, 8L, 8L), COURSE, course -> course.schedule(config.sampler(), config.path()),
                1000, true, new Objective(List.of("v")), config.sampler().schedule(10).size(), 4, 5000);
        for (String name : List.of("evosearch", "dfs")) {
            Search search = Algorithms.named(name).algorithm().begin(heun);
            for (int round = 0; round < 12; round++) {
                List<Candidate> asked = search.ask();
                for (Candidate one : asked) {
                    assertTrue(heun.schedule().calls().get(one.course().entry()).mayStart(), one.toString());
                    if (one.recipe() instanceof Recipe.Mutated mutated) {
                        assertTrue(mutated.added() > 0, one.toString());
                    }
                }
                search.tell(Trace.scored(asked, new java.util.Random(round).doubles(asked.size()).toArray()));
            }
        }
    }

    @Test
    void looksAreSharesOfTheCalls() {
        assertEquals(List.of(3, 5, 8, 10), java.util.Arrays.stream(new Looks(0.25, 0.75, 0.25).in(10)).boxed().toList());
        assertEquals(List.of(20, 40, 60, 80, 100), java.util.Arrays.stream(new Looks(0.2, 0.8, 0.2).in(100)).boxed().toList());
        assertEquals(List.of(1, 2, 3, 4), java.util.Arrays.stream(new Looks(0, 1, 1).in(4)).boxed().toList());
        assertEquals(List.of(2, 4, 6), java.util.Arrays.stream(new Looks(0, 1, 2).in(6)).boxed().toList());
    }

    @Test
    void pathsGoUpAndDownUntilTheyAreClean() {
        // 0.12 + 0.78 - 0.81 three times over: 0.09, 0.06, 0.03 and then clean.
        Search search = new SearchOverPaths(2, 2, 0.12, 0.78, 0.81, 5).begin(grounds(500));
        Course down = new Course.Leg(999, 120, 9); // 88 % of ten calls
        NoiseKey key = NoiseKey.of(100, "paths");
        List<Candidate> first = turn(search, 1, 4, 3, 2);
        for (int i = 0; i < 4; i++) {
            Candidate path = new Candidate(fresh(100 + i / 2), down, 9);
            Course.Leg leg = (Course.Leg) first.get(i).course();
            assertEquals(new Recipe.Renoised(path, key.particle(i)), first.get(i).recipe());
            assertEquals(900, leg.from(), 1e-9);
            assertEquals(90, leg.to(), 1e-6);
            assertEquals(6, first.get(i).calls()); // five down and one to look
        }
        List<Candidate> second = turn(search, 1, 2, 3, 4);
        assertEquals(new Recipe.Renoised(first.get(1).after(5), key.step(1)), second.get(0).recipe());
        assertEquals(new Recipe.Renoised(first.get(2).after(5), key.step(1).particle(3)), second.get(3).recipe());
        turn(search, 1, 2, 3, 4);
        List<Candidate> last = turn(search, 1, 2, 3, 4);
        assertEquals(0, ((Course.Leg) last.get(0).course()).to(), 1e-6);
        assertEquals(5, last.get(0).calls()); // nothing is left to look at
        assertEquals(fresh(102), search.ask().get(0).recipe().origin().recipe()); // and again with other noise
    }

    @Test
    void theBestOfTheParticlesTakesAllPlaces() {
        Search search = new Particles(3, new Looks(0.3, 0.6, 0.3), Particles.Potential.CURRENT, Particles.Temper.INFINITE, 1,
                Resampling.BEST, 1, 1).begin(grounds(500));
        assertEquals(List.of(at(fresh(100), 3), at(fresh(101), 3), at(fresh(102), 3)), turn(search, 1, 9, 2));
        Candidate won = at(fresh(101), 3);
        assertEquals(List.of(at(fresh(101), 6), at(copy(won, 1, 1), 6), at(copy(won, 1, 2), 6)), turn(search, 1, 2, 3));
        Candidate second = at(copy(won, 1, 2), 6);
        assertEquals(List.of(at(second.recipe(), 10), at(copy(second, 2, 1), 10), at(copy(second, 2, 2), 10)), turn(search, 1, 2, 3));
        assertEquals(at(fresh(103), 3), search.ask().get(0));
    }

    @Test
    void halvingLeavesHalf() {
        Search search = new Particles(5, new Looks(0.2, 0.6, 0.2), Particles.Potential.CURRENT, Particles.Temper.INFINITE, 1,
                Resampling.PRUNE, 0.5, 1).begin(grounds(500));
        turn(search, 1, 5, 2, 4, 3);
        assertEquals(List.of(at(fresh(101), 4), at(fresh(103), 4), at(fresh(104), 4)), turn(search, 2, 1, 3));
        assertEquals(List.of(at(fresh(101), 6), at(fresh(104), 6)), turn(search, 2, 3));
        assertEquals(List.of(at(fresh(104), 10)), turn(search, 2));
    }

    @Test
    void asManyParticlesAsTheBudgetPays() {
        // n particles: 2 n + 2 ceil(n / 2) + 2 ceil(ceil(n / 2) / 2) + 4 ceil(.../ 2); 12 cost 24 + 12 + 6 + 8 = 50, 13 cost 26 + 14 + 8 + 8.
        Particles halving = new Particles(0, new Looks(0.2, 0.6, 0.2), Particles.Potential.CURRENT, Particles.Temper.INFINITE, 1,
                Resampling.PRUNE, 0.5, 1);
        assertEquals(12, halving.begin(grounds(55)).ask().size());
        Particles bfs = new Particles(0, new Looks(0.25, 0.75, 0.25), Particles.Potential.MAX, Particles.Temper.INCREASE, 10,
                Resampling.SSP, 1, 1);
        assertEquals(6, bfs.begin(grounds(69)).ask().size());
    }

    /** lambda ln 2 makes a score of 1 a factor of 2, so that weights can be read off. */
    @Test
    void weightsAreWhatThePotentialSays() {
        double lambda = Math.log(2);
        Looks looks = new Looks(0.4, 0.8, 0.4);
        // Scores 2, 0, 0, 1 weigh 4, 1, 1, 2 of 8: twice, half, half and once, of which SSP makes one of the middle two.
        for (Particles.Potential potential : Particles.Potential.values()) {
            Search search = new Particles(4, looks, potential, Particles.Temper.CONSTANT, lambda, Resampling.SSP, 1, 1)
                    .begin(grounds(500));
            turn(search, 2, 0, 0, 1);
            List<Candidate> next = search.ask();
            assertEquals(4, next.size());
            assertEquals(at(fresh(100), 8), next.get(0));
            assertEquals(at(copy(at(fresh(100), 4), 1, 1), 8), next.get(1));
            assertTrue(next.get(2).equals(at(fresh(101), 8)) || next.get(2).equals(at(fresh(102), 8)));
            assertEquals(at(fresh(103), 8), next.get(3));
        }
        // Second look: 1, 3, 0, 2 after 2, 2, 0, 1. Current 2 8 1 4; gains -1 1 0 1: 1/2 2 1 2; best 2 3 0 2: 4 8 1 4.
        // Of 15, 5.5 and 17, times four: current 0.53 2.13 0.27 1.07; difference 0.36 1.45 0.73 1.45; max 0.94 1.88 0.24 0.94.
        assertEquals(List.of(true, true, true), List.of(
                within(secondCopies(Particles.Potential.CURRENT, lambda, looks), new double[] {0.533, 2.133, 0.267, 1.067}),
                within(secondCopies(Particles.Potential.DIFFERENCE, lambda, looks), new double[] {0.364, 1.455, 0.727, 1.455}),
                within(secondCopies(Particles.Potential.MAX, lambda, looks), new double[] {0.941, 1.882, 0.235, 0.941})));
    }

    private static int[] secondCopies(Particles.Potential potential, double lambda, Looks looks) {
        Search search = new Particles(4, looks, potential, Particles.Temper.CONSTANT, lambda, Resampling.SSP, 1, 1).begin(grounds(500));
        turn(search, 2, 0, 0, 1);
        List<Candidate> lines = turn(search, 1, 3, 0, 2);
        int[] copies = new int[4];
        for (Candidate next : search.ask()) {
            for (int i = 0; i < 4; i++) {
                boolean own = next.recipe().equals(lines.get(i).recipe());
                copies[i] += own || lines.get(i).equals(next.recipe().origin()) ? 1 : 0;
            }
        }
        return copies;
    }

    private static boolean within(int[] copies, double[] expected) {
        for (int i = 0; i < copies.length; i++) {
            if (copies[i] != Math.floor(expected[i]) && copies[i] != Math.ceil(expected[i])) {
                return false;
            }
        }
        return java.util.Arrays.stream(copies).sum() == 4;
    }

    @Test
    void copiesWaitUntilWeightsAreUneven() {
        Search search = new Particles(4, new Looks(0.4, 0.8, 0.4), Particles.Potential.DIFFERENCE, Particles.Temper.CONSTANT, 1,
                Resampling.SSP, 1, 0.5).begin(grounds(500));
        turn(search, 0.1, 0, 0, 0); // effective sample size near four
        assertEquals(List.of(at(fresh(100), 8), at(fresh(101), 8), at(fresh(102), 8), at(fresh(103), 8)), turn(search, 0, 50, 0, 0));
        assertEquals(at(copy(at(fresh(101), 8), 2, 1), 10), search.ask().get(1));
    }

    @Test
    void temperGrowsAsInDas() {
        // After half of the calls: 1.008^50 - 1 = 0.4894; weights 2^(0.4894 * 4) = 3.88 to 1, of 4.88 twice 1.59.
        Search search = new Particles(2, new Looks(0.5, 0.5, 1), Particles.Potential.CURRENT, Particles.Temper.INCREASE, Math.log(2),
                Resampling.SYSTEMATIC, 1, 1).begin(grounds(500));
        turn(search, 4, 0);
        double shift = new KeyedNoise(NoiseKey.of(100, "resample").step(1)).uniform(0);
        double first = Math.pow(2, 4 * (Math.pow(1.008, 50) - 1));
        boolean both = (1 + shift) / 2 < first / (first + 1);
        assertEquals(both ? at(copy(at(fresh(100), 5), 1, 1), 10) : at(fresh(101), 10), search.ask().get(1));
    }

    @Test
    void depthFirstGoesBackUntilItsTriesAreSpent() {
        Search search = new DepthFirst(new Looks(0.5, 0.8, 0.3), 10.0, 0.2, 2, 1).begin(grounds(500));
        NoiseKey key = NoiseKey.of(100, "depth-first");
        Candidate one = turn(search, 4).get(0);
        assertEquals(at(fresh(100), 5), one);
        Candidate two = turn(search, 7).get(0); // from call 5 back to call 3, and two calls on
        assertEquals(new Candidate(new Recipe.Renoised(one, key), COURSE.from(3), 2), two);
        Candidate three = turn(search, 6).get(0);
        assertEquals(new Candidate(new Recipe.Renoised(two, key.candidate(1)), COURSE.from(3), 2), three);
        Candidate on = turn(search, 11).get(0); // tries are spent: the best seen there was the second
        assertEquals(new Candidate(two.recipe(), COURSE.from(3), 5), on);
        assertEquals(new Candidate(two.recipe(), COURSE.from(3), 7), turn(search, 0).get(0));
        assertEquals(at(fresh(101), 5), search.ask().get(0));
    }

    @Test
    void depthFirstStartsAgainWhereItWouldGoBackBeyondTheBeginning() {
        Search search = new DepthFirst(new Looks(0.2, 0.2, 1), null, 0.5, 1, 1).begin(grounds(500));
        turn(search, 5); // the first passes
        turn(search, 0);
        turn(search, 4); // below the median, 5
        assertEquals(at(fresh(102), 2), turn(search, 3).get(0));
        assertEquals(at(fresh(101), 10), turn(search, 3).get(0)); // none left; of 4 and 3 it goes on with the first
    }

    @Test
    void quotaRollsOver() {
        Search search = new Rollover(2, 2).begin(grounds(500));
        assertEquals(List.of(at(fresh(100), 1), at(fresh(101), 1)), turn(search, 1, 5));
        NoiseKey key = NoiseKey.of(100, "rollover");
        Candidate parent = at(fresh(101), 1);
        Candidate hit = turn(search, 6).get(0); // better than 5: one of two is left
        assertEquals(at(new Recipe.Resampled(parent, key.step(1)), 2), hit);
        turn(search, 3); // one and two more for the second step
        Candidate second = turn(search, 4).get(0);
        assertEquals(at(new Recipe.Resampled(hit, key.step(2).particle(1)), 3), second);
        turn(search, 2); // spent: the best of the step goes on
        assertEquals(at(new Recipe.Resampled(second, key.step(3)), 4), search.ask().get(0));
    }

    @Test
    void evolutionBranchesOffOnTheWay() {
        EvoSearch evolution = new EvoSearch(List.of(3, 2, 2), List.of(0.0, 0.6), 1, 0.6, 1);
        assertEquals(java.util.Set.of(0, 6), evolution.stations(grounds(500)));
        Search search = evolution.begin(grounds(500));
        List<Candidate> first = turn(search, 1, 3, 2);
        assertEquals(List.of(at(fresh(100), 10), at(fresh(101), 10), at(fresh(102), 10)), first);
        NoiseKey key = NoiseKey.of(100, "mutation");
        // Tournaments of everybody are won by the best, the second.
        List<Candidate> second = turn(search, 9, 0);
        assertEquals(at(new Recipe.Mutated(at(fresh(101), 0), 0.8, 0.6, key.step(1)), 10), second.get(0));
        List<Candidate> third = search.ask();
        Schedule schedule = grounds(500).schedule();
        Level to = schedule.calls().get(6).at();
        double share = to.ratio() / schedule.calls().get(5).at().ratio();
        Recipe.Mutated child = (Recipe.Mutated) third.get(0).recipe();
        assertEquals(second.get(0).after(6), child.origin());
        assertEquals(1, child.kept());
        assertEquals(to.sigma() * Math.sqrt(1 - share * share), child.added(), 1e-12);
        assertEquals(new Candidate(child, COURSE.from(6), 4), third.get(0));
    }

    @Test
    void whatCannotWorkIsRefusedWithTheRemedy() {
        Grounds all = grounds(500);
        Grounds still = new Grounds(0, null, all.shape(), COURSE, all.schedules(), 1000, false, all.objective(), 10, 4, 500);
        Grounds ranks = new Grounds(0, null, all.shape(), COURSE, all.schedules(), 1000, true, new Objective(List.of("a", "b")), 10, 4,
                500);
        Particles fk = new Particles(4, new Looks(0.2, 0.8, 0.2), Particles.Potential.MAX, Particles.Temper.CONSTANT, 10,
                Resampling.MULTINOMIAL, 1, 1);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> fk.begin(still)).getMessage().contains("--eta 1"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> fk.begin(ranks)).getMessage().contains("a and b"));
        Particles halving = new Particles(4, new Looks(0.2, 0.8, 0.2), Particles.Potential.CURRENT, Particles.Temper.INFINITE, 1,
                Resampling.PRUNE, 0.5, 1);
        assertEquals(4, halving.begin(still).ask().size());
        assertEquals(4, halving.begin(ranks).ask().size());
        Grounds noise = new Grounds(0, null, all.shape(), COURSE, all.schedules(), 1000, true, all.objective(), 0, 4, 500);
        assertThrows(IllegalArgumentException.class, () -> halving.begin(noise));
        assertThrows(IllegalArgumentException.class, () -> new EvoSearch(List.of(3), List.of(0.5), 1, 0.3, 0.9));
        assertThrows(IllegalArgumentException.class, () -> new SearchOverPaths(2, 2, 0.3, 0.8, 0.81, 4));
        assertThrows(IllegalArgumentException.class, () -> new SearchOverPaths(2, 2, 0.1, 0.8, 0.7, 4));
    }
}

package dev.goldpan.search;

import dev.goldpan.sample.Level;
import dev.goldpan.tensor.KeyedNoise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * EvoSearch (arXiv 2505.17618): evolution along the trajectory. Whole trajectories are judged by their finished images; at rising
 * positions on the way the next generation is bred from the states the population had there, and makes only the calls that remain.
 *
 * <p>At the beginning a mutation is {@code sqrt(1 - beta^2) p + beta eps}, later {@code p + sigma_t eps} with the standard deviation
 * of the noise that an ancestral sampler adds in the step to there.
 *
 * @param populations of all generations, the first being fresh noise; all are smaller in proportion where the budget does not
 *     pay for them
 * @param at where each generation but the first branches off, as rising shares of a whole trajectory
 * @param elites of each generation that stay in the next
 * @param beta strength of mutations at the beginning
 * @param tournament share of the population of which the best becomes a parent
 */
public record EvoSearch(List<Integer> populations, List<Double> at, int elites, double beta, double tournament)
        implements Algorithm {
    /** Checks the ranges. */
    public EvoSearch {
        populations = List.copyOf(populations);
        at = List.copyOf(at);
        if (populations.size() != at.size() + 1 || populations.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("populations: there must be one more than places to branch off, each 1 or more; found "
                    + populations + " for " + at);
        }
        if (at.stream().anyMatch(share -> !(share >= 0 && share < 1)) || !at.equals(at.stream().sorted().toList())) {
            throw new IllegalArgumentException("at: " + at + " must rise, each in [0, 1)");
        }
        if (elites < 0 || !(beta > 0 && beta <= 1) || !(tournament > 0 && tournament <= 1)) {
            throw new IllegalArgumentException("elites must be 0 or more, beta and tournament in (0, 1]; found " + elites + ", " + beta
                    + " and " + tournament);
        }
    }

    @Override
    public boolean findsNoise() {
        return false;
    }

    @Override
    public Set<Integer> stations(Grounds grounds) {
        Set<Integer> calls = new LinkedHashSet<>();
        at.forEach(share -> calls.add(call(share, grounds)));
        return calls;
    }

    private static int call(double share, Grounds grounds) {
        return grounds.start((int) Math.min(grounds.calls() - 1, Math.round(share * grounds.calls())));
    }

    @Override
    public Search begin(Grounds grounds) {
        grounds.needImages("evolution");
        List<Integer> sizes = paid(grounds);
        return new Repeated(grounds, sizes.get(0), again -> new Evolution(again, sizes));
    }

    private List<Integer> paid(Grounds grounds) {
        double price = (double) populations.get(0) * grounds.calls();
        for (int i = 0; i < at.size(); i++) {
            price += (double) populations.get(i + 1) * (grounds.calls() - call(at.get(i), grounds));
        }
        double share = Math.min(1, grounds.nfe() / price);
        return populations.stream().map(size -> (int) Math.max(1, Math.floor(share * size))).toList();
    }

    private final class Evolution implements Search {
        private final Grounds grounds;
        private final List<Integer> sizes;
        private List<Scored> population = List.of();
        private int generation;

        Evolution(Grounds grounds, List<Integer> sizes) {
            this.grounds = grounds;
            this.sizes = sizes;
        }

        @Override
        public List<Candidate> ask() {
            List<Candidate> asked = new ArrayList<>();
            for (int i = 0; generation < sizes.size() && i < sizes.get(generation); i++) {
                asked.add(generation == 0 ? new Candidate(grounds.noise(i), grounds.course(), grounds.calls()) : child(i));
            }
            return asked;
        }

        private Candidate child(int index) {
            int call = call(at.get(generation - 1), grounds);
            Candidate parent = parent(index);
            int entry = parent.course().entry();
            Candidate there = parent.after(call - entry);
            boolean isNoise = call == 0;
            double kept = isNoise ? Math.sqrt(1 - beta * beta) : 1;
            double added = isNoise ? beta : ancestral(call);
            Course.Steps rest = grounds.course().from(call);
            return new Candidate(new Recipe.Mutated(there, kept, added, grounds.key("mutation").step(generation).particle(index)), rest,
                    grounds.calls() - call);
        }

        /** The best of some that are drawn from the population. */
        private Candidate parent(int index) {
            int[] drawn = new KeyedNoise(grounds.key("tournament").step(generation).particle(index)).permutation(population.size());
            int rivals = (int) Math.ceil(tournament * drawn.length);
            double[] values = grounds.objective().values(population);
            int best = Arrays.stream(drawn).limit(rivals).boxed().max(Comparator.comparingDouble(i -> values[i])).orElseThrow();
            return population.get(best).candidate();
        }

        /** Standard deviation of the noise that an ancestral step from the noisier call before adds. */
        private double ancestral(int call) {
            Level to = grounds.schedule().calls().get(call).at();
            int before = call - 1;
            while (before > 0 && grounds.schedule().calls().get(before).at().equals(to)) { // a second stage at the same level
                before--;
            }
            double share = to.ratio() / grounds.schedule().calls().get(before).at().ratio();
            return to.sigma() * Math.sqrt(Math.max(0, (1 - share) * (1 + share)));
        }

        @Override
        public void tell(List<Scored> results) {
            List<Scored> next = new ArrayList<>(grounds.objective().ranked(population).stream().limit(elites).toList());
            next.addAll(results);
            population = next;
            generation++;
        }
    }
}

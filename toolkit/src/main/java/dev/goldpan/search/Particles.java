package dev.goldpan.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.goldpan.tensor.KeyedNoise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Particles: trajectories that are looked at on their way and go on in as many copies as their scores deserve. Its settings span
 * the family that arXiv 2505.23614 describes as breadth-first search, of which FK steering, SVDD, CoDe, TreeG-SC, DAS without
 * gradients and successive halving are members; see {@link Algorithms}.
 *
 * <p>With {@link Potential#DIFFERENCE} this is sequential Monte Carlo for the density of the model times {@code exp(lambda r)}:
 * the weights telescope to the reward of the finished image.
 *
 * @param particles at the beginning; 0 for as many as the budget pays
 * @param looks where they are looked at
 * @param potential what of a particle's scores counts
 * @param temper how much scores count on the way
 * @param lambda how much they count in the end: weights are exp(lambda times score)
 * @param resampling how weights become copies
 * @param keep survivors of {@link Resampling#BEST} and {@link Resampling#PRUNE}: a share where it is below 1, else a number
 * @param ess copies are made when the effective sample size is below this share of the particles; at 1 always
 */
public record Particles(int particles, Looks looks, Potential potential, Temper temper, double lambda, Resampling resampling,
        double keep, double ess) implements Algorithm {
    private static final double GROWTH = 0.008; // gamma of DAS, for a hundred steps

    /** What of a particle's scores counts. */
    public enum Potential {
        /** Its score now. */
        @JsonProperty("current")
        CURRENT,
        /** What its score has gained since the last look. */
        @JsonProperty("difference")
        DIFFERENCE,
        /** The best score it and its ancestors had. */
        @JsonProperty("max")
        MAX
    }

    /** How much scores count on the way. */
    public enum Temper {
        /** As much as in the end. */
        @JsonProperty("constant")
        CONSTANT,
        /** Less, growing as in DAS: min((1 + 0.008)^i - 1, 1) after i percent of the calls. */
        @JsonProperty("increase")
        INCREASE,
        /** The best alone counts. */
        @JsonProperty("infinite")
        INFINITE
    }

    /** Checks the ranges. */
    public Particles {
        if (particles < 0 || particles == 1) {
            throw new IllegalArgumentException("particles: " + particles + " is not possible; use 2 or more, or 0 for what the"
                    + " budget pays");
        }
        if (!(lambda > 0 && keep > 0 && ess > 0 && ess <= 1)) {
            throw new IllegalArgumentException("lambda and keep must be positive and ess in (0, 1], found " + lambda + ", " + keep
                    + " and " + ess);
        }
    }

    @Override
    public boolean findsNoise() {
        return false;
    }

    @Override
    public int together() {
        return particles;
    }

    @Override
    public Search begin(Grounds grounds) {
        return begin(grounds, again -> null);
    }

    /** @param steerings of a swarm on its grounds, null for none */
    Search begin(Grounds grounds, Function<Grounds, Steering> steerings) {
        grounds.needImages("a particle search");
        if (resampling.copies()) {
            grounds.needStochastic("this particle search");
        }
        if (!(resampling.ranks() && temper == Temper.INFINITE)) {
            grounds.needAbsolute("weighting particles by their scores");
        }
        int count = particles > 0 ? particles : affordable(grounds);
        return new Repeated(grounds, count, again -> new Swarm(again, count, steerings.apply(again)));
    }

    /** The largest number of particles whose way the budget pays. */
    private int affordable(Grounds grounds) {
        int count = grounds.width();
        while (grounds.nfe() < Long.MAX_VALUE && count > 2 && price(count, grounds) > grounds.nfe()) {
            count--;
        }
        while (grounds.nfe() < Long.MAX_VALUE && price(count + 1, grounds) <= grounds.nfe()) {
            count++;
        }
        return Math.max(2, count);
    }

    private long price(int count, Grounds grounds) {
        long price = 0;
        int before = 0;
        int alive = count;
        for (int look : looks.in(grounds.calls())) {
            price += (long) alive * (look - before);
            before = look;
            alive = resampling == Resampling.PRUNE ? survivors(alive) : alive;
        }
        return price;
    }

    private int survivors(int count) {
        return (int) Math.max(1, Math.min(count, keep < 1 ? Math.ceil(keep * count) : keep));
    }

    /**
     * One particle.
     *
     * @param line its trajectory
     * @param last weighted score of its line
     * @param best score of its line
     * @param logWeight since the last copies
     * @param gradient of its last score, null where there is none
     */
    private record Particle(Candidate line, double last, double best, double logWeight, String gradient) {
        Particle weighing(double log) {
            return new Particle(line, last, best, log, gradient);
        }
    }

    private final class Swarm implements Search {
        private final Grounds grounds;
        private final Steering steering; // null where nothing steers
        private final int[] calls;
        private List<Particle> alive = new ArrayList<>();
        private int look;

        Swarm(Grounds grounds, int count, Steering steering) {
            this.grounds = grounds;
            this.steering = steering;
            this.calls = looks.in(grounds.calls());
            for (int i = 0; i < count; i++) {
                Candidate line = new Candidate(grounds.noise(i), grounds.course(), 0);
                alive.add(new Particle(line, 0, Double.NEGATIVE_INFINITY, 0, null));
            }
        }

        @Override
        public List<Candidate> ask() {
            return look == calls.length ? List.of() : alive.stream().map(particle -> particle.line.after(calls[look])).toList();
        }

        @Override
        public boolean wantsGradients() {
            return steering != null && look < calls.length - 1;
        }

        @Override
        public void tell(List<Scored> results) {
            double[] scores = grounds.objective().values(results);
            List<Particle> weighted = new ArrayList<>();
            for (int i = 0; i < scores.length; i++) {
                weighted.add(weigh(alive.get(i), results.get(i), scores[i]));
            }
            look++;
            alive = look == calls.length ? weighted : parted(resampled(weighted));
        }

        private double factor(int made) {
            return temper == Temper.INFINITE ? 1 : lambda * share(made);
        }

        private Particle weigh(Particle before, Scored seen, double score) {
            if (potential == Potential.DIFFERENCE && score == Double.NEGATIVE_INFINITY) { // nobody said anything: as before
                return new Particle(seen.candidate(), before.last, before.best, before.logWeight, seen.gradient());
            }
            double factor = factor(seen.candidate().calls());
            double now = factor * score;
            double best = Math.max(before.best, score);
            double gained = switch (potential) {
                case CURRENT -> now;
                case DIFFERENCE -> now - before.last;
                case MAX -> factor * best;
            };
            return new Particle(seen.candidate(), now, best, before.logWeight + gained, seen.gradient());
        }

        private double share(int made) {
            boolean grows = temper == Temper.INCREASE && made < grounds.calls();
            return grows ? Math.min(Math.pow(1 + GROWTH, 100.0 * made / grounds.calls()) - 1, 1) : 1;
        }

        /** Each particle as often as it goes on, copies behind one another. */
        private List<Particle> resampled(List<Particle> weighted) {
            if (weighted.stream().allMatch(particle -> particle.logWeight == Double.NEGATIVE_INFINITY)) {
                return resampled(weighted.stream().map(particle -> particle.weighing(0)).toList()); // all alike
            }
            double[] weights = weights(weighted);
            double squares = Arrays.stream(weights).map(weight -> weight * weight).sum();
            if (ess < 1 && !resampling.ranks() && 1 / squares >= ess * weights.length) {
                return weighted;
            }
            int[] copies = resampling.copies(weights, survivors(weights.length), new KeyedNoise(grounds.key("resample").step(look)));
            List<Particle> next = new ArrayList<>();
            for (int i = 0; i < copies.length; i++) {
                Particle parent = weighted.get(i);
                Particle anew = new Particle(parent.line, parent.last, parent.best, 0, parent.gradient);
                next.addAll(Collections.nCopies(copies[i], anew));
            }
            return next;
        }

        /** Gives all but the first of equal particles draws of their own; where something steers, all. */
        private List<Particle> parted(List<Particle> equal) {
            List<Particle> next = new ArrayList<>();
            for (int i = 0; i < equal.size(); i++) {
                Particle parent = equal.get(i);
                boolean isFirst = i == 0 || equal.get(i - 1).line != parent.line;
                next.add(steering != null ? steered(parent, i) : isFirst ? parent
                        : on(parent, new Recipe.Resampled(parent.line, grounds.key("copy").step(look).particle(i)), 0));
            }
            return next;
        }

        private Particle steered(Particle parent, int place) {
            Steering.Move move = steering.of(parent.line, parent.gradient, factor(parent.line.calls()),
                    grounds.key("steer").step(look).particle(place));
            return on(parent, move.recipe(), move.logRatio());
        }

        private Particle on(Particle parent, Recipe recipe, double more) {
            return new Particle(new Candidate(recipe, grounds.course(), parent.line.calls()), parent.last, parent.best,
                    parent.logWeight + more, null);
        }

        /** What a particle weighs among all; where only the order counts, how many it is not below. */
        private double[] weights(List<Particle> weighted) {
            return normalised(resampling.ranks() ? weighted.stream().mapToDouble(one -> weighted.stream()
                    .filter(other -> other.logWeight <= one.logWeight).count()).toArray() : masses(weighted));
        }

        private double[] masses(List<Particle> weighted) {
            double most = weighted.stream().mapToDouble(Particle::logWeight).max().orElse(0);
            double[] weights = new double[weighted.size()];
            for (int i = 0; i < weights.length; i++) {
                double log = weighted.get(i).logWeight;
                weights[i] = temper == Temper.INFINITE ? log == most ? 1 : 0 : Math.exp(log - most);
            }
            return weights;
        }

        private static double[] normalised(double[] weights) {
            double sum = Arrays.stream(weights).sum();
            return Arrays.stream(weights).map(weight -> weight / sum).toArray();
        }
    }
}

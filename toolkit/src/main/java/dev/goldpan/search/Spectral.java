package dev.goldpan.search;

import dev.goldpan.tensor.KeyedNoise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Spectral Evolution Search (arXiv 2602.03208): the coarse part of one noise is searched, its fine part stays. Coarse is the lowest
 * band of a Haar wavelet transform; it is drawn from a normal whose mean and variance follow the best seen so far (the cross-entropy
 * method).
 *
 * @param level times that the latent is halved; 0 for 4, or less where the band would be smaller than 4 x 4
 * @param population of each generation
 * @param elites of all generations that the next one is drawn after
 * @param renormalise whether each band drawn is brought to the length that normal noise has; the paper warns that variances
 *     shrink and take the noise off its sphere
 */
public record Spectral(int level, int population, int elites, boolean renormalise) implements Algorithm {
    private static final int DEEPEST = 4;
    private static final int SMALLEST = 4;
    private static final double FLOOR = 1e-7;

    /** Checks the ranges. */
    public Spectral {
        if (elites < 2 || population < elites) {
            throw new IllegalArgumentException("elites must be 2 or more and population not less; found " + elites + " and "
                    + population);
        }
    }

    @Override
    public int together() {
        return population;
    }

    @Override
    public boolean isAnytime() {
        return true;
    }

    @Override
    public Search begin(Grounds grounds) {
        int height = Math.toIntExact(grounds.shape().get(2));
        int width = Math.toIntExact(grounds.shape().get(3));
        int depth = level;
        if (level == 0) {
            depth = Math.min(DEEPEST, Haar.deepest(height, width));
            while (depth > 1 && Math.min(height, width) >> depth < SMALLEST) {
                depth--;
            }
        }
        return new Generations(grounds, new Haar(Math.toIntExact(grounds.shape().get(1)), height, width, depth));
    }

    private final class Generations implements Search {
        private final Grounds grounds;
        private final Haar haar;
        private final Recipe base;
        private final double[] mean;
        private final double[] variance;
        private List<Scored> best = new ArrayList<>();
        private int generation;

        Generations(Grounds grounds, Haar haar) {
            this.grounds = grounds;
            this.haar = haar;
            this.base = grounds.noise(0);
            this.mean = new double[haar.size()];
            this.variance = new double[haar.size()];
            Arrays.fill(variance, 1);
        }

        @Override
        public List<Candidate> ask() {
            List<Candidate> asked = new ArrayList<>();
            for (int i = 0; i < population; i++) {
                float[] normals = new KeyedNoise(grounds.key("band").step(generation).particle(i)).normals(haar.size());
                asked.add(grounds.candidate(new Recipe.Banded(base, haar.level(), band(normals))));
            }
            return asked;
        }

        private List<Float> band(float[] normals) {
            double[] drawn = new double[normals.length];
            double squares = 0;
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = mean[i] + Math.sqrt(variance[i]) * normals[i];
                squares += drawn[i] * drawn[i];
            }
            double scale = renormalise ? Math.sqrt(drawn.length / squares) : 1;
            List<Float> band = new ArrayList<>();
            for (double number : drawn) {
                band.add((float) (scale * number));
            }
            return band;
        }

        @Override
        public void tell(List<Scored> results) {
            List<Scored> all = new ArrayList<>(best);
            all.addAll(results);
            best = grounds.objective().ranked(all).stream().limit(elites).toList();
            generation++;
            for (int i = 0; i < mean.length; i++) {
                fit(i);
            }
        }

        /** Mean and unbiased variance of number {@code i} over the elites. */
        private void fit(int i) {
            double sum = 0;
            for (Scored elite : best) {
                sum += number(elite, i);
            }
            mean[i] = sum / best.size();
            double squares = 0;
            for (Scored elite : best) {
                double off = number(elite, i) - mean[i];
                squares += off * off;
            }
            variance[i] = squares / (best.size() - 1) + FLOOR;
        }

        private double number(Scored elite, int i) {
            return ((Recipe.Banded) elite.candidate().recipe()).low().get(i);
        }
    }
}

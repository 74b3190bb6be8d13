package dev.goldpan.search;

import dev.goldpan.sample.Schedule;
import dev.goldpan.tensor.NoiseKey;
import java.util.List;
import java.util.function.Function;

/**
 * What a search is told before it begins.
 *
 * @param seed of the first noise, and of everything derived
 * @param around where all noise comes from, or null for the whole of it
 * @param shape of one latent, [1, c, h, w]
 * @param course of a whole trajectory
 * @param schedules the calls that a course comes to with the sampler of this run
 * @param horizon time of pure noise in the path's units: 1000 for a model of a thousand training steps
 * @param stochastic whether the sampler draws noise on the way, so that copies of a trajectory part
 * @param objective what is maximised
 * @param look calls after which whole trajectories are looked at: all of them, or 0 where the verifier judges noise
 * @param width candidates that are evaluated at a time
 * @param nfe denoiser evaluations there are to spend; {@link Long#MAX_VALUE} where they are not limited
 * @param blobs where gradients are, and noise made of them goes; null where what steers has no gradient
 */
public record Grounds(long seed, Around around, List<Long> shape, Course.Steps course, Function<Course, Schedule> schedules,
        double horizon, boolean stochastic, Objective objective, int look, int width, long nfe, Blobs blobs) {
    /** Without gradients. */
    public Grounds(long seed, Around around, List<Long> shape, Course.Steps course, Function<Course, Schedule> schedules,
            double horizon, boolean stochastic, Objective objective, int look, int width, long nfe) {
        this(seed, around, shape, course, schedules, horizon, stochastic, objective, look, width, nfe, null);
    }

    /**
     * A neighbourhood.
     *
     * @param centre noise
     * @param tau cosine of the angle between the centre and everything drawn
     */
    public record Around(Recipe centre, double tau) {}

    /** Copies the shape. */
    public Grounds {
        shape = List.copyOf(shape);
    }

    /** Independent noise number {@code index}: the plain seed {@code seed + index}, or a neighbour of the centre. */
    public Recipe noise(long index) {
        return around == null ? new Recipe.Fresh(seed + index)
                : new Recipe.Neighbour(around.centre, around.tau, NoiseKey.of(seed + index, "around"));
    }

    /** The schedule of whole trajectories. */
    public Schedule schedule() {
        return schedules.apply(course);
    }

    /** Calls that a trajectory on {@code course} makes from its entry on. */
    public int calls(Course course) {
        return schedules.apply(course).size() - course.entry();
    }

    /** Calls of a whole trajectory. */
    public int calls() {
        return calls(course);
    }

    /** The last call up to {@code call} that a trajectory may begin with: not the second stage of one. */
    int start(int call) {
        int at = call;
        while (!schedule().calls().get(at).mayStart()) {
            at--;
        }
        return at;
    }

    /** The candidate that noise is, looked at where this search looks. */
    public Candidate candidate(Recipe noise) {
        return new Candidate(noise, course, look);
    }

    /** The address of what is drawn for {@code use}. */
    public NoiseKey key(String use) {
        return NoiseKey.of(seed, use);
    }

    /** The same grounds with other noise. */
    public Grounds withSeed(long other) {
        return new Grounds(other, around, shape, course, schedules, horizon, stochastic, objective, look, width, nfe, blobs);
    }

    /** Fails unless what steers has a gradient. @param who needs that */
    void needGradients(String who) {
        if (blobs == null) {
            throw new IllegalArgumentException(who + " goes by the gradient of the finished picture's score, which "
                    + String.join(" and ", objective.verifiers()) + " does not give; steer by one of clip, siglip, preference and"
                    + " aesthetic, or use an algorithm without gradients (zero-order, ses)");
        }
    }

    /** Fails unless copies of a trajectory part. @param who needs that */
    void needStochastic(String who) {
        if (!stochastic) {
            throw new IllegalArgumentException(who + " copies trajectories and needs them to part, but this sampler adds no noise;"
                    + " take --sampler dpm++2m-sde, --sampler euler-a, or --sampler ddim --eta 1");
        }
    }

    /** Fails unless a candidate's value stands alone. @param who needs that */
    void needAbsolute(String who) {
        if (!objective.isAbsolute()) {
            throw new IllegalArgumentException(who + " needs a number for each candidate alone, and the ensemble of "
                    + String.join(" and ", objective.verifiers()) + " only ranks candidates; steer by one verifier");
        }
    }

    /** Fails where candidates are judged by their noise. @param who looks at them on their way */
    void needImages(String who) {
        if (look == 0) {
            throw new IllegalArgumentException(who + " looks at predictions on the way, which a verifier of noise does not see;"
                    + " use the algorithm random or zero-order");
        }
    }
}

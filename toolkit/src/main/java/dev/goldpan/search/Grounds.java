package dev.goldpan.search;

import dev.goldpan.sample.Schedule;
import dev.goldpan.tensor.NoiseKey;
import java.util.function.Function;

/**
 * What a search is told before it begins.
 *
 * @param seed of the first fresh noise, and of everything derived
 * @param course of a whole trajectory
 * @param schedules the calls that a course comes to with the sampler of this run
 * @param horizon time of pure noise in the path's units: 1000 for a model of a thousand training steps
 * @param stochastic whether the sampler draws noise on the way, so that copies of a trajectory part
 * @param objective what is maximised
 * @param look calls after which whole trajectories are looked at: all of them, or 0 where the verifier judges noise
 * @param width candidates that are evaluated at a time
 * @param nfe denoiser evaluations there are to spend; {@link Long#MAX_VALUE} where they are not limited
 */
public record Grounds(long seed, Course.Steps course, Function<Course, Schedule> schedules, double horizon, boolean stochastic,
        Objective objective, int look, int width, long nfe) {
    /** Calls that a trajectory on {@code course} makes from its entry on. */
    public int calls(Course course) {
        return schedules.apply(course).size() - course.entry();
    }

    /** Calls of a whole trajectory. */
    public int calls() {
        return calls(course);
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
        return new Grounds(other, course, schedules, horizon, stochastic, objective, look, width, nfe);
    }

    /** Fails unless copies of a trajectory part. @param who needs that */
    void needStochastic(String who) {
        if (!stochastic) {
            throw new IllegalArgumentException(who + " copies trajectories and needs them to part, but this sampler adds no noise;"
                    + " take --sampler ddim --eta 1, or --sampler euler-a");
        }
    }

    /** Fails unless a candidate's value stands alone. @param who needs that, and for what */
    void needAbsolute(String who) {
        if (!objective.isAbsolute()) {
            throw new IllegalArgumentException(who + " needs a number for each candidate alone, and the ensemble "
                    + String.join("+", objective.verifiers()) + " only ranks candidates among others; steer by one verifier");
        }
    }
}

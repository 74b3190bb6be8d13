package dev.goldpan.run.sweep;

/**
 * What losses of attention took.
 *
 * @param noises that were looked at
 * @param forwards of the network
 * @param seconds of wall-clock time
 */
public record LossCost(long noises, long forwards, double seconds) {
    /** Both together. */
    public LossCost plus(LossCost other) {
        return new LossCost(noises + other.noises, forwards + other.forwards, seconds + other.seconds);
    }
}

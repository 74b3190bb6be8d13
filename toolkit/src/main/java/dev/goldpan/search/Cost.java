package dev.goldpan.search;

/**
 * What something cost. NFE and spent NFE are two numbers: what the algorithm is charged by the papers' rule, and what the machine
 * ran for it, padding included, shared work counted once.
 *
 * @param nfe evaluations of the denoiser that the algorithm is charged, a guided pair being one
 * @param spent evaluations of the denoiser that were run
 * @param forwards network forwards that were run, a guided pair being two
 * @param backwards passes back through the network, a guided pair being two
 * @param decodes latents decoded
 * @param encodes texts or images encoded
 * @param verifications candidates scored, once per verifier
 * @param seconds of wall-clock time
 */
public record Cost(long nfe, long spent, long forwards, long backwards, long decodes, long encodes, long verifications,
        double seconds) {
    /** Nothing. */
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Cost plus(Cost other) {
        return new Cost(nfe + other.nfe, spent + other.spent, forwards + other.forwards, backwards + other.backwards,
                decodes + other.decodes, encodes + other.encodes, verifications + other.verifications, seconds + other.seconds);
    }

    /** The same, charged {@code charged} evaluations. */
    public Cost charged(long charged) {
        return new Cost(charged, spent, forwards, backwards, decodes, encodes, verifications, seconds);
    }
}

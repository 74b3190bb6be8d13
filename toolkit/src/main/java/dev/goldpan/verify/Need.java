package dev.goldpan.verify;

/** The kinds of {@link Evidence}, in the order of its components. */
public enum Need {
    /** The starting noise. */
    NOISE,
    /** The decoded x0-prediction on the way, at {@link VerifierInfo#sigma()}. */
    X0_AT_SIGMA,
    /** The final latent. */
    LATENT,
    /** The final image. */
    IMAGE,
    /** The prompt. */
    PROMPT,
    /** The class. */
    CLASS
}

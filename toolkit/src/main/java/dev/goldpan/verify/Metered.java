package dev.goldpan.verify;

/** A verifier that asks the denoising network itself, which a search has to account for. */
public interface Metered extends Verifier {
    /** Network passes so far, one per candidate; those that are shared with another verifier are counted by one of them. */
    long forwards();
}

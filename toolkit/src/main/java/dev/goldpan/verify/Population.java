package dev.goldpan.verify;

/**
 * A verifier that judges a candidate by the set it would join: every score is of the set kept so far with that candidate added.
 *
 * <p>The same candidates kept in the same order give the same scores. Not safe from several threads.
 */
public interface Population extends Verifier {
    /** Adds a chosen candidate to the set. */
    void keep(Evidence chosen);
}

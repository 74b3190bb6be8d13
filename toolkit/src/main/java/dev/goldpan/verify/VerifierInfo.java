package dev.goldpan.verify;

import java.util.Set;

/**
 * What a verifier is, needs and gives; journals and manifests keep it beside the scores.
 *
 * @param name as users write it: {@code clip}, {@code ensemble:clip+aesthetic}
 * @param hash of its weights and settings, in hexadecimal; empty where it has none. Scores of different hashes are not
 *     comparable.
 * @param needs the evidence it must be shown
 * @param sigma where on the way {@link Need#X0_AT_SIGMA} is taken: sigma / (alpha + sigma), the time of a flow model, between 0
 *     and 1; 0 where it is not needed
 * @param scope what one score depends on
 * @param range of the scores; infinite where there is no bound
 * @param unit of the scores, for people: "cosine", "- bytes"
 * @param gigaflops 10^9 floating-point operations per candidate; 0 where unknown
 */
public record VerifierInfo(String name, String hash, Set<Need> needs, double sigma, Scope scope, Range range, String unit,
        double gigaflops) {
    /** What one score depends on. */
    public enum Scope {
        /** Its candidate alone. */
        POINT,
        /** All candidates of the list: scores of different lists are not comparable. */
        POOL,
        /** Its candidate and those {@link Population#keep kept} before it. */
        POPULATION
    }

    /** Lowest and highest possible score. */
    public record Range(double least, double most) {
        /** Any finite number. */
        public static final Range UNBOUNDED = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        /** Checks the order. */
        public Range {
            if (!(least < most)) {
                throw new IllegalArgumentException("range: " + least + " is not below " + most);
            }
        }
    }

    /** Makes the set immutable and checks that sigma is there when it is needed. */
    public VerifierInfo {
        needs = Set.copyOf(needs);
        if (needs.contains(Need.X0_AT_SIGMA) ? !(sigma > 0 && sigma < 1) : sigma != 0) {
            throw new IllegalArgumentException(name + ": sigma is " + sigma
                    + "; between 0 and 1 where the x0-prediction is needed, else 0");
        }
    }
}

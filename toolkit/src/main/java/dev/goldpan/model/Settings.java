package dev.goldpan.model;

/**
 * How an image is made. Components are called as the options of the command line and the keys of a picture's recipe.
 *
 * @param width in pixels, a multiple of the autoencoder's factor (8)
 * @param height in pixels, likewise
 * @param steps of the sampler; some make more calls of the network than steps
 * @param sampler its name, or null for the one that the checkpoint was published with
 * @param guidance scale of classifier-free guidance; off at 1 and below
 * @param guidanceRescale how far guided output is brought back to its unguided spread, 0 (off) to 1
 * @param eta noise that DDIM adds at each step, 0 (none) to 1 (as much as ancestral sampling); other samplers have no such choice
 * @param clipSkip layers of the text encoder that are left out at its end
 * @param attention what losses over the network's attention are told
 */
public record Settings(int width, int height, int steps, String sampler, double guidance, double guidanceRescale, double eta,
        int clipSkip, AttentionSettings attention) {
    /** The most steps that a trajectory may have: one per training time of the published models. */
    public static final int MOST_STEPS = 1000;
    /** Longest side of an image. */
    public static final int LONGEST_SIDE = 16384;

    /** Checks the ranges that hold for every model. */
    public Settings {
        if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
            throw new IllegalArgumentException("--size: " + width + "x" + height + " is not possible; each side must be from 1 "
                    + "to " + LONGEST_SIDE + " pixels");
        }
        if (steps < 1 || steps > MOST_STEPS) {
            throw new IllegalArgumentException("--steps: " + steps + " is not possible; use 1 to " + MOST_STEPS);
        }
        if (!Double.isFinite(guidance)) {
            throw new IllegalArgumentException("--guidance: " + guidance + " is not a finite number");
        }
        between(0, 1, "--guidance-rescale", guidanceRescale);
        between(0, 1, "--eta", eta);
        if (clipSkip < 0) {
            throw new IllegalArgumentException("--clip-skip: " + clipSkip + " is not possible; use 0 or more");
        }
    }

    /** The same with what is not null. */
    public Settings with(Integer otherSteps, String otherSampler, Double otherEta) {
        return new Settings(width, height, otherSteps == null ? steps : otherSteps, otherSampler == null ? sampler : otherSampler, guidance,
                guidanceRescale, otherEta == null ? eta : otherEta, clipSkip, attention);
    }

    /** The same with another number of steps. */
    public Settings withSteps(int other) {
        return new Settings(width, height, other, sampler, guidance, guidanceRescale, eta, clipSkip, attention);
    }

    /** The same with other guidance by attention. */
    public Settings with(AttentionSettings other) {
        return new Settings(width, height, steps, sampler, guidance, guidanceRescale, eta, clipSkip, other);
    }

    private static void between(double least, double most, String option, double value) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(option + ": " + value + " is not in [" + least + ", " + most + "]");
        }
    }
}

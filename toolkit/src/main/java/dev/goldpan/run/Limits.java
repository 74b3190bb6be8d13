package dev.goldpan.run;

import dev.goldpan.search.Budget;

/**
 * How much a search may spend and when it has found enough, as people say it. What is null is not limited; where nothing is limited,
 * it is as much as {@value #USUAL} images cost.
 *
 * @param images as much as so many whole candidates cost; instead of {@code nfe}
 * @param nfe evaluations of the denoiser, as {@code pair} counts them
 * @param candidates looked at, however far they have come
 * @param forwards of the network
 * @param seconds of wall-clock time
 * @param until value that is enough
 * @param gain expected gain of another candidate that is not worth it
 * @param freeFinal whether the final run of the winners is not charged, where it has other steps than the search
 * @param pair evaluations that a guided pair counts as, 1 or 2
 */
public record Limits(Integer images, Long nfe, Integer candidates, Long forwards, Double seconds, Double until, Double gain,
        boolean freeFinal, int pair) {
    /** Images that a search costs where nobody says what it may. */
    public static final int USUAL = 16;
    /** No limit but the usual one. */
    public static final Limits NONE = new Limits(null, null, null, null, null, null, null, false, 1);

    /** As much as {@code images} whole candidates cost. */
    public static Limits ofImages(int images) {
        return new Limits(images, null, null, null, null, null, null, false, 1);
    }

    /** At most {@code nfe} evaluations of the denoiser. */
    public static Limits ofNfe(long nfe) {
        return new Limits(null, nfe, null, null, null, null, null, false, 1);
    }

    /** Checks what does not go together. */
    public Limits {
        if (images != null && nfe != null) {
            throw new IllegalArgumentException("--budget: counts the same as --nfe; give one of them");
        }
        if (images != null && images < 1) {
            throw new IllegalArgumentException("--budget: " + images + " candidates are not possible; use 1 or more");
        }
    }

    /** Whether anything is limited. */
    public boolean isGiven() {
        return images != null || nfe != null || forwards != null || candidates != null || seconds != null || until != null || gain != null;
    }

    /** The same with at most {@code most} candidates. */
    public Limits withCandidates(int most) {
        return new Limits(images, nfe, candidates == null ? most : Math.min(candidates, most), forwards, seconds, until, gain, freeFinal,
                pair);
    }

    /**
     * The budget.
     *
     * @param calls of a whole candidate of the search
     * @param last calls of the winners' final runs, 0 where they are not run again
     * @param guided whether a call is a pair
     */
    public Budget budget(int calls, int last, boolean guided) {
        Integer many = !isGiven() ? Integer.valueOf(USUAL) : images;
        Long most = many == null ? nfe : Long.valueOf(((long) many * calls + (freeFinal ? 0 : last)) * (guided ? pair : 1));
        return new Budget(most, forwards, candidates, seconds, until, gain, !freeFinal, pair);
    }
}

package dev.goldpan.model;

import java.util.List;

/**
 * What losses over the network's attention are told, and whether one of them guides the latents. Components are called as the
 * options of the command line.
 *
 * @param guide name of the loss whose gradient moves the latents on their way, or null
 * @param tokens the subjects, phrases of the prompt separated by semicolons; null where they are found in the prompt
 * @param variant {@code code} as released, or {@code paper}
 * @param slice which tokens share out a pixel's attention: {@code inner}, end token and padding included, {@code words}, or null for
 *     what suits the model
 * @param fallback what CONFORM is where it has nothing to pull together: {@code similarity}, {@code article}, {@code zero}, or null for
 *     what suits its use
 */
public record AttentionSettings(String guide, String tokens, String variant, String slice, String fallback) {
    /** No guidance, subjects as found, losses as released. */
    public static final AttentionSettings NONE = new AttentionSettings(null, null, "code", null, null);

    /** Checks variant, slice and fallback. */
    public AttentionSettings {
        if (!List.of("code", "paper").contains(variant)) {
            throw new IllegalArgumentException("--variant: '" + variant + "' is not known; use code or paper");
        }
        if (slice != null && !List.of("inner", "words").contains(slice)) {
            throw new IllegalArgumentException("--slice: '" + slice + "' is not known; use inner or words");
        }
        if (fallback != null && !List.of("similarity", "article", "zero").contains(fallback)) {
            throw new IllegalArgumentException("--fallback: '" + fallback + "' is not known; use similarity, article or zero");
        }
    }

    /** The same without guidance. */
    public AttentionSettings unguided() {
        return new AttentionSettings(null, tokens, variant, slice, fallback);
    }
}

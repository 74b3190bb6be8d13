package dev.goldpan.mini.world;

import dev.goldpan.guide.PromptSets;
import java.util.List;
import java.util.Locale;

/** The prompt lists of the world, among the toolkit's prompt sets. Every prompt of every list can be parsed. */
public enum PromptSet {
    /** Attend-and-Excite: two animals (66). */
    AE_ANIMAL_ANIMAL,
    /** Attend-and-Excite: an animal and an object (144). */
    AE_ANIMAL_OBJECT,
    /** Attend-and-Excite: two coloured objects (66). */
    AE_OBJECT_OBJECT,
    /** Pairs that look alike. */
    SIMILAR,
    /** Triples that look alike. */
    SIMILAR3,
    /** Every subject alone. */
    SINGLES,
    /** Two and three of every Attend-and-Excite subject. */
    COUNTS,
    /** One thing left of, right of, above or below another. */
    RELATIONS,
    /** Two things, each with a colour. */
    COLOURS,
    /** One or two things in a style, or each in its own. */
    STYLES,
    /** Colours, relations, styles and counts combined. */
    COMPLEX;

    /** Its prompts, in file order. */
    public List<String> prompts() {
        String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return PromptSets.show(word.startsWith("ae-") ? word.substring("ae-".length()) : "world-" + word);
    }
}

package dev.goldpan.judge;

import dev.goldpan.world.Colour;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;

/**
 * What is asked about a picture. The first three are those of the GPT-4o protocol of Self-Cross guidance (Qiu et al., 2024,
 * section 4), and are asked of every prompt; the others where a caption says something about them.
 */
public enum Question {
    /** Is every subject there? */
    EXISTENCE,
    /** Is every subject plainly what it should be? */
    RECOGNISABILITY,
    /** Is nothing a mixture of two subjects? */
    NOT_A_MIXTURE,
    /** Has every subject with a named colour that colour? */
    COLOUR,
    /** Are there as many of each subject as named? */
    COUNT,
    /** Is the first where it should be to the second? */
    RELATION,
    /** Is every subject with a named style drawn in it? */
    STYLE;

    /**
     * Whether this prompt says something that the question is about. Every prompt states a number: one, unless it says otherwise.
     */
    public boolean isAsked(SceneSpec asked) {
        return switch (this) {
            case EXISTENCE, RECOGNISABILITY, NOT_A_MIXTURE, COUNT -> true;
            case COLOUR -> asked.mentions().stream().anyMatch(m -> m.colour() != Colour.NATURAL);
            case RELATION -> asked.relation().spatial();
            case STYLE -> asked.mentions().stream().anyMatch(m -> m.style() != Style.PLAIN);
        };
    }
}

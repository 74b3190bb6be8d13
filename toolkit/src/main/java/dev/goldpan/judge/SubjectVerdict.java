package dev.goldpan.judge;

import dev.goldpan.world.Mention;
import java.util.List;

/**
 * The answers for one mention of a prompt.
 *
 * @param asked the mention
 * @param things what was taken for it, at most as many as asked; empty where it is missing
 * @param exists whether something in the picture passes for it
 * @param recognisable whether something in the picture plainly is it
 * @param notMixture whether none of {@code things} is a mixture
 * @param colourRight whether all of them have the colour asked; true where none is asked
 * @param countRight whether the picture holds as many of its subject as the prompt names in all
 * @param styleRight whether all of them are in the style asked; true where none is asked
 */
public record SubjectVerdict(Mention asked, List<Detection> things, boolean exists, boolean recognisable, boolean notMixture,
        boolean colourRight, boolean countRight, boolean styleRight) {

    /** Copies the list. */
    public SubjectVerdict {
        things = List.copyOf(things);
    }
}

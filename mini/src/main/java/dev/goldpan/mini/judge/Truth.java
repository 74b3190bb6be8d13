package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Placed;
import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.Set;

/**
 * What is true about one thing in a picture.
 *
 * @param box what of its box lies in the picture
 * @param first the subject, or the one of a mixture that shows more
 * @param second the other one of a mixture; the same as {@code first} where it is none
 * @param share how much of what is seen is {@code first}, above 0.5 for a single subject
 * @param damage how little can be told: 0 for plainly seen, 1 for anything
 * @param colours what a viewer may call its colour, each as well as the others; empty where nobody could say
 * @param certain whether it is clear that a thing is there at all
 */
public record Truth(Box box, Subject first, Subject second, double share, double damage, Set<Colour> colours, Style style,
        boolean certain) {
    private static final double LEAST_SHARE = 0.3;

    /** A thing as it was placed. */
    static Truth of(Placed thing) {
        return new Truth(seen(thing.box()), thing.subject(), thing.subject(), 1, 0, SeenColour.of(thing), thing.style(), true);
    }

    /** Whether it blends two subjects. */
    public boolean mixture() {
        return first != second;
    }

    /** Whether nobody would call a mixture the one subject, or a single subject a mixture. */
    public boolean plainly() {
        return !mixture() || Math.min(share, 1 - share) > LEAST_SHARE && damage < 1;
    }

    /** The same, blended with another thing in its place. */
    Truth blended(Truth other, double ours) {
        Box around = new Box(Math.min(box.x0(), other.box.x0()), Math.min(box.y0(), other.box.y0()),
                Math.max(box.x1(), other.box.x1()), Math.max(box.y1(), other.box.y1()));
        boolean same = colours.equals(other.colours);
        return new Truth(around, first, other.first, ours, damage, same ? colours : Set.of(), style, certain);
    }

    Truth damaged(double harm, boolean stillCertain) {
        return new Truth(box, first, second, share, Math.min(1, Math.max(damage, harm)), harm > 0.5 ? Set.of() : colours, style,
                certain && stillCertain);
    }

    /** The same, as a model left it. */
    Truth left(double harm) {
        return new Truth(box, first, second, share, harm, harm > 0.5 ? Set.of() : colours, style, certain);
    }

    private static Box seen(Box box) {
        return new Box(Math.max(0, box.x0()), Math.max(0, box.y0()), Math.min(Picture.SIDE, box.x1()),
                Math.min(Picture.SIDE, box.y1()));
    }
}

package dev.goldpan.world;

import java.util.List;

/**
 * How the second mention of a caption stands to the first: "a cat {@code phrase} a dog". The first phrase is the usual one, the
 * others are understood and drawn now and then. Only {@link #LEFT_OF} to {@link #NEXT_TO} constrain the picture.
 */
public enum Relation {
    AND("and"),
    WITH("with"),
    LEFT_OF("to the left of", "left of", "on the left of"),
    RIGHT_OF("to the right of", "right of", "on the right of"),
    ABOVE("above"),
    BELOW("below"),
    NEXT_TO("next to");

    private final List<String> phrases;

    Relation(String... phrases) {
        this.phrases = List.of(phrases);
    }

    /** The ways to say it, the usual one first. */
    public List<String> phrases() {
        return phrases;
    }

    /** Whether the picture must obey a placement. */
    public boolean spatial() {
        return ordinal() >= LEFT_OF.ordinal();
    }

    /**
     * Whether two boxes, of the first and the second mention, stand in this relation: the distance of the centres along the axis
     * of the relation has the right sign and is the larger one.
     */
    public boolean holds(Box first, Box second) {
        double dx = second.centreX() - first.centreX();
        double dy = second.centreY() - first.centreY();
        boolean sideways = Math.abs(dx) > Math.abs(dy);
        return switch (this) {
            case AND, WITH -> true;
            case LEFT_OF -> sideways && dx > 0;
            case RIGHT_OF -> sideways && dx < 0;
            case ABOVE -> !sideways && dy > 0;
            case BELOW -> !sideways && dy < 0;
            case NEXT_TO -> sideways;
        };
    }
}

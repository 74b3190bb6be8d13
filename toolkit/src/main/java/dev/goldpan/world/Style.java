package dev.goldpan.world;

import java.util.Arrays;
import java.util.Optional;

/** How a subject is drawn. The order fixes class indices. */
public enum Style {
    PLAIN("", "a photo of"),
    SKETCHED("sketched", "a sketch of"),
    PIXELATED("pixelated", "pixel art of"),
    STRIPED("striped", "");

    private final String adjective;
    private final String opening;

    Style(String adjective, String opening) {
        this.adjective = adjective;
        this.opening = opening;
    }

    /** The word before a subject ("a sketched cat"), which styles that subject only; empty for plain. */
    public String adjective() {
        return adjective;
    }

    /** The opening phrase ("a sketch of a cat and a dog"), which styles everything; empty where there is none. */
    public String opening() {
        return opening;
    }

    public static Optional<Style> ofAdjective(String word) {
        return Arrays.stream(values()).filter(s -> !s.adjective.isEmpty() && s.adjective.equals(word)).findFirst();
    }
}

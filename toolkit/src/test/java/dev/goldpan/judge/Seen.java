package dev.goldpan.judge;

import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.Map;

/** Detections for tests: a plain, surely seen, natural thing of 40 x 40 pixels, unless said otherwise. */
record Seen(double x, double y, Map<Subject, Double> subjects, Colour colour, Style style, double score, double mixture) {
    static Seen at(double x, double y, Subject subject) {
        return at(x, y, Map.of(subject, 0.95));
    }

    static Seen at(double x, double y, Map<Subject, Double> subjects) {
        return new Seen(x, y, subjects, Colour.NATURAL, Style.PLAIN, 0.9, 0.02);
    }

    Seen in(Colour other) {
        return new Seen(x, y, subjects, other, style, score, mixture);
    }

    Seen in(Style other) {
        return new Seen(x, y, subjects, colour, other, score, mixture);
    }

    Seen scored(double other) {
        return new Seen(x, y, subjects, colour, style, other, mixture);
    }

    Seen mixed(double other) {
        return new Seen(x, y, subjects, colour, style, score, other);
    }

    Detection detection() {
        return new Detection(new Box(x - 20, y - 20, x + 20, y + 20), score, subjects, Map.of(colour, 0.9), Map.of(style, 0.9),
                mixture);
    }
}

package dev.goldpan.judge;

import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/**
 * One thing the judge sees.
 *
 * @param box in pixels of the picture
 * @param score that there is a thing, 0 to 1
 * @param subjects probability of each subject; low for all where a thing is too damaged to tell
 * @param colours probability of each colour as a viewer would name it; {@link Colour#NATURAL} where no one word says it
 * @param styles probability of each style
 * @param mixture that it blends two subjects, 0 to 1
 */
public record Detection(Box box, double score, Map<Subject, Double> subjects, Map<Colour, Double> colours,
        Map<Style, Double> styles, double mixture) {

    /** Copies the tables. */
    public Detection {
        subjects = Collections.unmodifiableMap(new EnumMap<>(subjects));
        colours = Collections.unmodifiableMap(new EnumMap<>(colours));
        styles = Collections.unmodifiableMap(new EnumMap<>(styles));
    }

    /** The likeliest subject. */
    public Subject subject() {
        return likeliest(subjects);
    }

    /** The likeliest colour. */
    public Colour colour() {
        return likeliest(colours);
    }

    /** The likeliest style. */
    public Style style() {
        return likeliest(styles);
    }

    /** Probability of this subject, 0 to 1. */
    public double of(Subject subject) {
        return subjects.getOrDefault(subject, 0.0);
    }

    /** Probability that a viewer calls it this colour, 0 to 1. */
    public double of(Colour colour) {
        return colours.getOrDefault(colour, 0.0);
    }

    /** Probability of this style, 0 to 1. */
    public double of(Style style) {
        return styles.getOrDefault(style, 0.0);
    }

    /** How far the likeliest subject is above the second, 0 to 1. */
    public double margin() {
        Subject first = subject();
        double second = subjects.entrySet().stream().filter(e -> e.getKey() != first).mapToDouble(Map.Entry::getValue).max()
                .orElse(0);
        return of(first) - second;
    }

    /** The first of the greatest, in the order of the enum. */
    private static <K extends Enum<K>> K likeliest(Map<K, Double> table) {
        return table.entrySet().stream().max(Comparator.comparingDouble((Map.Entry<K, Double> e) -> e.getValue())
                .thenComparing(e -> -e.getKey().ordinal())).orElseThrow().getKey();
    }
}

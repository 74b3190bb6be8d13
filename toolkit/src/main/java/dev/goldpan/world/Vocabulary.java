package dev.goldpan.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Every word a caption of the world can hold. */
public final class Vocabulary {

    /** The number words, by count minus one. */
    static final List<String> NUMBERS = List.of("one", "two", "three");

    private static final List<String> WORDS = List.copyOf(collect());

    private Vocabulary() { }

    private static Collection<String> collect() {
        TreeSet<String> words = new TreeSet<>(NUMBERS);
        words.addAll(List.of("a", "an"));
        for (Subject subject : Subject.values()) {
            words.add(subject.noun());
            words.add(subject.plural());
        }
        for (Colour colour : Colour.named()) {
            words.add(colour.word());
        }
        for (Style style : Style.values()) {
            words.addAll(split(style.adjective()));
            words.addAll(split(style.opening()));
        }
        for (Relation relation : Relation.values()) {
            relation.phrases().forEach(phrase -> words.addAll(split(phrase)));
        }
        return words;
    }

    /** All words in alphabetical order. */
    public static List<String> words() {
        return WORDS;
    }

    /** The words of a prompt that the world does not know, in order, each once. */
    public static List<String> unknown(String prompt) {
        List<String> unknown = new ArrayList<>();
        for (String word : split(prompt)) {
            if (!WORDS.contains(word) && !unknown.contains(word)) {
                unknown.add(word);
            }
        }
        return unknown;
    }

    /** Lower-case words of a text, without commas and full stops. */
    static List<String> split(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[.,]", " ").strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }
}

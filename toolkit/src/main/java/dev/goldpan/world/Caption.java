package dev.goldpan.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The language of the world, both ways.
 *
 * <pre>
 * caption  := [opening] mention (joint mention)*       opening := "a photo of" | "a sketch of" | "pixel art of"
 * mention  := [number] [style] [colour] noun           number  := a | an | one | two | three
 * joint    := and | with | to the left of | above | ...
 * </pre>
 *
 * The grammar errors of the prompt sets belong to it: "a elephant", "a glasses", "an horse", and a missing article.
 */
public final class Caption {

    private final List<String> words;
    private int at;

    private Caption(String prompt) {
        this.words = Vocabulary.split(prompt);
    }

    /**
     * What a prompt asks for.
     *
     * @throws IllegalArgumentException naming the unknown words, or the place where the grammar is left, or what is too much
     */
    public static SceneSpec parse(String prompt) {
        List<String> unknown = Vocabulary.unknown(prompt);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("prompt \"" + prompt + "\": unknown words " + String.join(", ", unknown));
        }
        return new Caption(prompt).scene(prompt);
    }

    private SceneSpec scene(String prompt) {
        Style style = opening();
        List<Mention> mentions = new ArrayList<>();
        Relation relation = Relation.AND;
        mentions.add(mention(prompt, style));
        while (at < words.size()) {
            Relation next = joint(prompt);
            relation = next == Relation.AND ? relation : next;
            mentions.add(mention(prompt, style));
        }
        return new SceneSpec(mentions, relation);
    }

    private Style opening() {
        for (Style style : Style.values()) {
            if (!style.opening().isEmpty() && take(style.opening())) {
                return style;
            }
        }
        return Style.PLAIN;
    }

    private Relation joint(String prompt) {
        for (Relation relation : Relation.values()) {
            if (relation.phrases().stream().anyMatch(this::take)) {
                return relation;
            }
        }
        throw lost(prompt, "\"and\", \"with\" or a place such as \"to the left of\"");
    }

    private Mention mention(String prompt, Style inherited) {
        int count = 1;
        if (!take("a") && !take("an")) {
            for (int i = 0; i < Vocabulary.NUMBERS.size(); i++) {
                count = take(Vocabulary.NUMBERS.get(i)) ? i + 1 : count;
            }
        }
        Style style = inherited;
        Colour colour = Colour.NATURAL;
        while (at < words.size()) {
            String word = words.get(at++);
            Optional<Subject> subject = count == 1 ? Subject.ofNoun(word) : Subject.ofPlural(word);
            if (subject.isPresent()) {
                return new Mention(count, style, colour, subject.get());
            }
            if (Style.ofAdjective(word).isPresent()) {
                style = Style.ofAdjective(word).get();
            } else if (Colour.of(word).isPresent()) {
                colour = Colour.of(word).get();
            } else {
                at--;
                break;
            }
        }
        throw lost(prompt, count == 1 ? "a subject such as \"cat\"" : "a plural such as \"cats\"");
    }

    /** Steps over this phrase if it comes next. */
    private boolean take(String phrase) {
        List<String> wanted = Vocabulary.split(phrase);
        boolean here = at + wanted.size() <= words.size() && words.subList(at, at + wanted.size()).equals(wanted);
        at += here ? wanted.size() : 0;
        return here;
    }

    private IllegalArgumentException lost(String prompt, String wanted) {
        String found = at < words.size() ? "\"" + words.get(at) + "\"" : "the end";
        return new IllegalArgumentException("prompt \"" + prompt + "\": expected " + wanted + " at word " + (at + 1)
                + ", found " + found);
    }

    /** The usual caption of a scene; {@link #parse} gives the scene back. */
    public static String of(SceneSpec spec) {
        StringBuilder text = new StringBuilder(spec.mentions().get(0).phrase("a", true));
        for (Mention mention : spec.mentions().subList(1, spec.mentions().size())) {
            text.append(' ').append(spec.relation().phrases().get(0)).append(' ').append(mention.phrase("a", true));
        }
        return text.toString();
    }
}

package dev.goldpan.verify;

import dev.goldpan.nn.ConfigFile;
import dev.goldpan.world.Subject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Classes by the words that prompts have for them: whoever tells classes apart finds the one that is asked for in the prompt. */
final class ClassNames {
    private static final int TOLD = 3;

    private final List<List<String>> names;
    private final Map<String, Set<Integer>> classes = new HashMap<>(); // by each name
    private final int longest; // words of a name

    /** @param names of every class in its order, the usual one first; a name may be of several words */
    ClassNames(List<List<String>> names) {
        this.names = names;
        for (int i = 0; i < names.size(); i++) {
            for (String name : names.get(i)) {
                classes.computeIfAbsent(String.join(" ", words(name)), key -> new TreeSet<>()).add(i);
            }
        }
        longest = classes.keySet().stream().mapToInt(name -> words(name).size()).max().orElse(0);
    }

    /** Lines of a text with a class each, further names of it after commas, as ImageNet's are written. */
    static ClassNames of(List<String> lines) {
        return new ClassNames(lines.stream().map(line -> Arrays.stream(line.split(",")).map(String::strip)
                .filter(name -> !name.isEmpty()).toList()).toList());
    }

    /** The subjects of the bundled model's world. */
    static ClassNames ofWorld() {
        return new ClassNames(Subject.all().stream().map(subject -> List.of(subject.noun(), subject.plural())).toList());
    }

    /**
     * What {@code config} calls the classes of its head: {@code id2label}; where it says nothing, those of the world, if they are as many.
     */
    static ClassNames of(ConfigFile config, int count) {
        List<String> labels = config.labels("id2label");
        if (labels.isEmpty() && count == Subject.all().size()) {
            return ofWorld();
        }
        if (labels.size() != count) {
            throw config.bad("id2label", "has " + labels.size() + " names for the " + count + " classes of the head");
        }
        return of(labels);
    }

    /** How many classes there are. */
    int count() {
        return names.size();
    }

    /** The usual name of each. */
    List<String> usual() {
        return names.stream().map(all -> all.get(0)).toList();
    }

    /**
     * The one class that {@code prompt} names, as often as it likes. The longest name counts where one is part of another.
     *
     * @param verifier that asks, for the message
     * @throws IllegalArgumentException if the prompt names none or several
     */
    int in(String verifier, String prompt) {
        List<String> words = words(prompt);
        Set<Integer> found = new TreeSet<>();
        for (int at = 0; at < words.size(); at++) {
            for (int length = Math.min(longest, words.size() - at); length > 0; length--) {
                Set<Integer> named = classes.get(String.join(" ", words.subList(at, at + length)));
                if (named != null) {
                    found.addAll(named);
                    at += length - 1;
                    break;
                }
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(verifier + ": scores one class, and the prompt “" + prompt + "” names "
                    + (found.isEmpty() ? "none of its " + count() + " (" + told(usual()) + ")"
                            : told(found.stream().map(usual()::get).toList())));
        }
        return found.iterator().next();
    }

    private static String told(List<String> some) {
        return some.stream().limit(TOLD).collect(Collectors.joining(", ")) + (some.size() > TOLD ? ", ..." : "");
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()).toList();
    }

    @Override
    public String toString() {
        return names.toString();
    }
}

package dev.goldpan.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * All words that a model was trained on, one a line in {@value #FILE} beside its tokenizer: a model of few words says so, and its
 * users are told of a word that it cannot know.
 */
public final class WordList {
    /** The file's name. */
    public static final String FILE = "words.txt";

    private static final long LARGEST = 1 << 20;
    private static final int SHOWN = 1500;

    private final Path file;
    private final Set<String> words;

    private WordList(Path file, Set<String> words) {
        this.file = file;
        this.words = words;
    }

    /** The list beside the tokenizer in {@code folder}, if there is one. */
    public static Optional<WordList> in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(file + ": has " + Files.size(file) + " bytes, too many for a list of words");
            }
            Set<String> words = new LinkedHashSet<>();
            Files.readAllLines(file).forEach(line -> words.add(line.strip().toLowerCase(Locale.ROOT)));
            words.remove("");
            return Optional.of(new WordList(file, words));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** How many there are. */
    public int count() {
        return words.size();
    }

    /** The file's name, for messages. */
    public String where() {
        return file.getFileName().toString();
    }

    /** The words of {@code prompt} that are not in the list, in order, each once; punctuation does not count. */
    public List<String> unknown(String prompt) {
        List<String> unknown = new ArrayList<>();
        for (String word : prompt.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !words.contains(word) && !unknown.contains(word)) {
                unknown.add(word);
            }
        }
        return unknown;
    }

    /** The words in a line that a person can read, cut where it becomes too long. */
    public String summary() {
        String all = String.join(" ", words);
        return all.length() <= SHOWN ? all : all.substring(0, all.lastIndexOf(' ', SHOWN)) + " ...";
    }
}

package dev.goldpan.guide;

import dev.goldpan.guide.TokenGroups.Subject;
import dev.goldpan.guide.TokenGroups.Word;
import dev.goldpan.text.Tokens;
import dev.goldpan.text.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a prompt's subjects, by rules, or takes them from the user.
 *
 * <p>A noun phrase is a run of words between {@link Breaks}; its last word is the subject and the others describe it. "a photo of" in
 * front is passed over. That reads every template of the shipped two- and three-subject sets. It knows no grammar beyond this: a verb
 * that no rule sees is taken for a noun or adjective, and of a compound ("teddy bear") the first word counts as describing the last.
 * Show what was found, and let the user say otherwise.
 */
public final class Subjects {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['\u2019-][\\p{L}\\p{M}\\p{N}]+)*|[^\\s]");
    private static final Set<String> FRAMES = Set.of("photo", "photograph", "picture", "image", "painting", "drawing",
            "illustration", "portrait", "rendering", "sketch");

    private record Found(String text, int begin, int end) {
        String lower() {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    private Subjects() {}

    /**
     * The subjects that the rules find.
     *
     * @throws IllegalArgumentException if there is none, or one is cut off because the prompt is too long
     */
    public static TokenGroups find(Tokens tokens) {
        return groups(found(tokens.prompt()), tokens);
    }

    /**
     * The subjects that the user names: phrases of the prompt, separated by semicolons; the last word of each is the subject. A
     * phrase
     * named twice is its next occurrence.
     *
     * @param override such as {@code cat; red balloon}
     * @throws IllegalArgumentException for a phrase that the prompt does not contain, or that is cut off
     */
    public static TokenGroups named(String override, Tokens tokens) {
        return groups(named(override, tokens.prompt()), tokens);
    }

    /**
     * The subjects of a prompt as a user would name them, whatever a text encoder cuts off.
     *
     * @param override as for {@link #named}, or null where rules find them
     * @throws IllegalArgumentException if there is none, or a phrase is not in the prompt
     */
    static List<String> names(String prompt, String override) {
        List<List<Found>> phrases = override == null ? found(prompt) : named(override, prompt);
        return phrases.stream().map(phrase -> String.join(" ", phrase.stream().map(Found::text).toList())).toList();
    }

    private static TokenGroups groups(List<List<Found>> phrases, Tokens tokens) {
        return new TokenGroups(phrases.stream().map(phrase -> subject(phrase, tokens)).toList(), tokens.kept());
    }

    private static List<List<Found>> found(String prompt) {
        List<List<Found>> phrases = new ArrayList<>();
        List<Found> phrase = new ArrayList<>();
        List<Found> words = words(prompt);
        boolean[] breaks = Breaks.in(words.stream().map(Found::lower).toList());
        for (int i = 0; i < breaks.length; i++) {
            Found word = words.get(i);
            if (!breaks[i]) {
                phrase.add(word);
            } else if (!phrase.isEmpty()) {
                boolean frame = word.lower().equals("of") && FRAMES.contains(phrase.get(phrase.size() - 1).lower());
                if (!frame) {
                    phrases.add(phrase);
                }
                phrase = new ArrayList<>();
            }
        }
        if (!phrase.isEmpty()) {
            phrases.add(phrase);
        }
        if (phrases.isEmpty()) {
            throw new IllegalArgumentException("no subject found in \"" + prompt
                    + "\": name the subjects with --tokens \"cat; red balloon\"");
        }
        return phrases;
    }

    private static List<List<Found>> named(String override, String prompt) {
        List<Found> words = words(prompt);
        boolean[] used = new boolean[words.size()];
        List<List<Found>> phrases = new ArrayList<>();
        for (String part : override.split(";")) {
            List<Found> phrase = words(part);
            if (!phrase.isEmpty()) {
                int at = position(words, phrase, used, prompt);
                phrases.add(words.subList(at, at + phrase.size()));
                for (int i = 0; i < phrase.size(); i++) {
                    used[at + i] = true;
                }
            }
        }
        if (phrases.isEmpty()) {
            throw new IllegalArgumentException("no subject: name the subjects with --tokens \"cat; red balloon\"");
        }
        return phrases;
    }

    private static int position(List<Found> prompt, List<Found> phrase, boolean[] used, String text) {
        for (int at = 0; at + phrase.size() <= prompt.size(); at++) {
            int matched = 0;
            while (matched < phrase.size() && !used[at + matched]
                    && prompt.get(at + matched).lower().equals(phrase.get(matched).lower())) {
                matched++;
            }
            if (matched == phrase.size()) {
                return at;
            }
        }
        String wanted = String.join(" ", phrase.stream().map(Found::text).toList());
        throw new IllegalArgumentException("--tokens: \"" + wanted + "\" is not in the prompt \"" + text
                + "\" (or is named more often than it occurs): use words as they stand there");
    }

    private static List<Found> words(String text) {
        List<Found> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(new Found(matcher.group(), matcher.start(), matcher.end()));
        }
        return words;
    }

    private static Subject subject(List<Found> phrase, Tokens tokens) {
        List<Word> words = phrase.stream().map(found -> word(found, tokens)).toList();
        return new Subject(words.get(words.size() - 1), words.subList(0, words.size() - 1));
    }

    private static Word word(Found found, Tokens tokens) {
        List<Integer> columns = new ArrayList<>();
        int reached = 0;
        for (int column = 1; column <= tokens.kept(); column++) {
            Token token = tokens.all().get(column);
            if (token.begin() < found.end && token.end() > found.begin) {
                columns.add(column);
            }
            reached = Math.max(reached, token.end());
        }
        boolean cut = !tokens.cut().isEmpty() && found.end > reached;
        if (columns.isEmpty() || cut) {
            throw new IllegalArgumentException("the subject \"" + found.text + "\" is cut off: the text encoder reads "
                    + tokens.kept() + " tokens of this prompt; shorten the prompt, or name other subjects with --tokens");
        }
        return new Word(found.text, columns);
    }
}

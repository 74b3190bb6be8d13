package dev.goldpan.text;

import java.util.List;

/**
 * A prompt as a text encoder sees it: a start token, the content that fits, an end token, padding.
 *
 * @param prompt the text, as the user gave it
 * @param all every token in order; the place in this list is the row of the encoder's output and the column of a
 *     cross-attention map
 * @param kept how many content tokens there are; they are {@code all[1] .. all[kept]}
 * @param cut the end of the prompt that did not fit, as the user wrote it; empty if everything did
 */
public record Tokens(String prompt, List<Token> all, int kept, String cut) {
    /**
     * One token.
     *
     * @param id row of the encoder's embedding table
     * @param begin where its text begins in the prompt, in UTF-16 units
     * @param end where its text ends, exclusive; equal to {@code begin} for start, end and padding. A character that takes
     *     several tokens belongs to each of them; a combining mark may be left out.
     */
    public record Token(long id, int begin, int end) {}

    /** Makes the list immutable. */
    public Tokens {
        all = List.copyOf(all);
    }

    /** All ids, padding included. */
    public long[] ids() {
        return all.stream().mapToLong(Token::id).toArray();
    }

    /** The tokens of the prompt itself. */
    public List<Token> content() {
        return all.subList(1, kept + 1);
    }
}

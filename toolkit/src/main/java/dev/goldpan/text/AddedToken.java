package dev.goldpan.text;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A token that is found in the text before it is split into words, and never split itself.
 *
 * @param content its text
 * @param singleWord whether it must stand between word boundaries
 * @param lstrip whether it swallows white space on its left
 * @param rstrip whether it swallows white space on its right
 * @param normalized whether it is looked for after normalisation (so in any case) instead of before
 * @param special whether it is one of the tokeniser's marks rather than a word
 */
record AddedToken(String content, boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized, boolean special) {
    /** A mark given by its text alone. */
    static AddedToken mark(String content) {
        return new AddedToken(content, false, false, false, false, true);
    }

    /** What a JSON object says about a token; absent flags are false, except that words are looked for normalised. */
    static AddedToken of(JsonNode node, boolean special) {
        return new AddedToken(node.path("content").asText(), node.path("single_word").asBoolean(),
                node.path("lstrip").asBoolean(), node.path("rstrip").asBoolean(), node.path("normalized").asBoolean(!special),
                special);
    }
}

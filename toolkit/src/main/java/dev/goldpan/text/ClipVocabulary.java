package dev.goldpan.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The word pieces of a CLIP tokeniser and how they merge, checked, from whichever files a checkpoint has.
 *
 * <p>A {@code tokenizer.json} may hold any pipeline with any regular expression; it is read for its word pieces alone, and the
 * native library only ever sees the pipeline that {@link ClipPipeline} writes.
 *
 * @param pieces id by piece
 * @param merges pairs of pieces, in the order in which they are merged
 * @param marks special and added tokens, all of which are in {@code pieces}
 */
record ClipVocabulary(Map<String, Integer> pieces, List<Merge> merges, SpecialTokens marks) {
    private static final String WHOLE = "tokenizer.json";
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";
    /** Ends the last piece of a word. */
    static final String WORD_END = "</w>";
    private static final int MOST_PIECES = 1 << 20;
    /** Two pieces that become one. */
    record Merge(String left, String right) {}

    /**
     * Reads {@code folder}: {@code tokenizer.json} where there is one, else {@code vocab.json} and {@code merges.txt}.
     *
     * @throws IllegalArgumentException naming the file and its fault
     */
    static ClipVocabulary read(Path folder) throws IOException {
        TextFiles files = new TextFiles(folder);
        if (!files.has(WHOLE) && !files.has(VOCABULARY)) {
            throw files.bad(WHOLE, "the file is missing, and so is vocab.json; a CLIP tokenizer folder holds tokenizer.json, "
                    + "or vocab.json and merges.txt");
        }
        JsonNode whole = files.objectIfPresent(WHOLE);
        SpecialTokens marks = SpecialTokens.read(files, whole);
        Map<String, Integer> pieces;
        List<Merge> merges;
        if (files.has(WHOLE)) {
            JsonNode model = clipModel(files, whole);
            pieces = pieces(files, WHOLE, model.path("vocab"), marks);
            merges = merges(files, model.path("merges"), pieces);
        } else {
            pieces = pieces(files, VOCABULARY, files.object(VOCABULARY), marks);
            merges = merges(files, files.text(MERGES), pieces);
        }
        return new ClipVocabulary(pieces, merges, marks);
    }

    private static JsonNode clipModel(TextFiles files, JsonNode whole) {
        JsonNode model = whole.path("model");
        if (!model.path("type").asText().equals("BPE") || !model.path("end_of_word_suffix").asText().equals(WORD_END)) {
            throw files.bad(WHOLE, "is not a CLIP tokenizer (a BPE model whose end_of_word_suffix is " + WORD_END + ")");
        }
        return model;
    }

    private static Map<String, Integer> pieces(TextFiles files, String file, JsonNode vocabulary, SpecialTokens marks) {
        if (!vocabulary.isObject() || vocabulary.isEmpty() || vocabulary.size() > MOST_PIECES) {
            throw files.bad(file, "the vocabulary must be an object of 1 to " + MOST_PIECES + " pieces with their ids");
        }
        Map<String, Integer> pieces = new LinkedHashMap<>();
        Map<Integer, String> owners = new LinkedHashMap<>();
        vocabulary.properties().forEach(entry -> {
            JsonNode id = entry.getValue();
            if (!id.isInt() || id.asInt() < 0 || id.asInt() >= MOST_PIECES || entry.getKey().isEmpty()) {
                throw files.bad(file, "piece '" + shown(entry.getKey()) + "' has id " + shown(id.toString()) + "; ids are whole "
                        + "numbers from 0 to " + (MOST_PIECES - 1));
            }
            put(files, file, pieces, owners, entry.getKey(), id.asInt());
        });
        marks.ids().forEach((content, id) -> {
            if (!pieces.containsKey(content)) {
                put(files, file, pieces, owners, content, id);
            }
        });
        for (String mark : marks.added().keySet()) {
            if (!pieces.containsKey(mark)) {
                throw files.bad(file, "has no piece '" + shown(mark) + "', which the tokenizer's configuration uses as a mark");
            }
        }
        return pieces;
    }

    private static void put(TextFiles files, String file, Map<String, Integer> pieces, Map<Integer, String> owners,
            String piece, int id) {
        String owner = owners.put(id, piece);
        if (owner != null) {
            throw files.bad(file, "'" + shown(owner) + "' and '" + shown(piece) + "' have the same id " + id);
        }
        pieces.put(piece, id);
    }

    private static List<Merge> merges(TextFiles files, JsonNode list, Map<String, Integer> pieces) {
        if (!list.isArray()) {
            throw files.bad(WHOLE, "model.merges must be a list");
        }
        List<Merge> merges = new ArrayList<>();
        for (JsonNode entry : list) { // "a b" until tokenizers 0.19, ["a", "b"] since
            String pair = entry.isArray() ? entry.path(0).asText() + " " + entry.path(1).asText() : entry.asText();
            merges.add(merge(files, WHOLE, merges.size() + 1, pair, pieces));
        }
        return merges;
    }

    private static List<Merge> merges(TextFiles files, String text, Map<String, Integer> pieces) {
        List<Merge> merges = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String pair = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (!pair.isEmpty() && !pair.startsWith("#version")) {
                merges.add(merge(files, MERGES, number, pair, pieces));
            }
        }
        return merges;
    }

    private static Merge merge(TextFiles files, String file, int number, String pair, Map<String, Integer> pieces) {
        int space = pair.indexOf(' ');
        if (space < 1 || space == pair.length() - 1 || pair.indexOf(' ', space + 1) >= 0) {
            throw files.bad(file, "merge " + number + " '" + shown(pair) + "' is not two pieces with a space between them");
        }
        Merge merge = new Merge(pair.substring(0, space), pair.substring(space + 1));
        for (String piece : List.of(merge.left, merge.right, merge.left + merge.right)) {
            if (!pieces.containsKey(piece)) {
                throw files.bad(file, "merge " + number + " '" + shown(pair) + "' uses '" + shown(piece)
                        + "', which the vocabulary does not have");
            }
        }
        return merge;
    }

    /** Untrusted text in a message: short, on one line, visible. */
    private static String shown(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 40 ? visible : visible.substring(0, 40) + "...";
    }

    /** One more than the largest id: rows that an embedding table needs. */
    int size() {
        return pieces.values().stream().mapToInt(Integer::intValue).max().orElseThrow() + 1;
    }

    long id(String piece) {
        return pieces.get(piece);
    }
}

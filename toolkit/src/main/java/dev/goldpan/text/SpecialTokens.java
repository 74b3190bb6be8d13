package dev.goldpan.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The marks of a CLIP tokeniser, as {@code tokenizer_config.json} and its older companions state them.
 *
 * <p>Every mark is also an {@link AddedToken}, so a prompt may contain it: where "!" is the padding (SD2, the second encoder of
 * SDXL), a "!" in a prompt is that token and not a word of its own. Same precedence as transformers: tokens listed in
 * {@code added_tokens_decoder} settle everything; without that list {@code special_tokens_map.json} overrides the
 * configuration (SD2.1's configuration names another padding than its map).
 *
 * @param begin start of every sequence
 * @param end end of every sequence
 * @param unknown stands for a byte that has no token
 * @param pad fills up to {@code length}
 * @param length tokens per sequence, marks included
 * @param added all tokens that are found before the text is split, by content
 * @param ids ids of those that the word list may lack (textual inversion)
 */
record SpecialTokens(String begin, String end, String unknown, String pad, int length, Map<String, AddedToken> added,
        Map<String, Integer> ids) {
    private static final String CONFIG = "tokenizer_config.json";
    private static final String MAP = "special_tokens_map.json";
    private static final String START_MARK = "<|startoftext|>";
    private static final String END_MARK = "<|endoftext|>";
    /** In the order in which transformers adds them; of two that disagree about one token's flags the last prevails. */
    private static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    /** What CLIP was trained with; files that state no length, or transformers' "infinite" one, mean this. */
    private static final int CLIP_LENGTH = 77;
    private static final int LONGEST = 4096;

    static SpecialTokens read(TextFiles files, JsonNode tokenizer) throws IOException {
        JsonNode config = files.objectIfPresent(CONFIG);
        JsonNode older = config.has("added_tokens_decoder") ? MissingNode.getInstance() : files.objectIfPresent(MAP);
        Map<String, AddedToken> added = new LinkedHashMap<>();
        Map<String, Integer> ids = new LinkedHashMap<>();
        listed(files, config, tokenizer, added, ids);

        Map<String, String> roles = new LinkedHashMap<>();
        Map<String, AddedToken> marks = new LinkedHashMap<>();
        for (String role : ROLES) {
            String file = older.hasNonNull(role) ? MAP : CONFIG;
            JsonNode value = older.hasNonNull(role) ? older.get(role) : config.path(role);
            AddedToken mark = mark(files, file, role, value);
            if (mark != null) {
                roles.put(role, mark.content());
                marks.put(mark.content(), added.getOrDefault(mark.content(), mark));
            }
        }
        added.putAll(marks);
        return new SpecialTokens(roles.get("bos_token"), roles.get("eos_token"), roles.get("unk_token"), roles.get("pad_token"),
                length(files, config), added, ids);
    }

    private static AddedToken mark(TextFiles files, String file, String role, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return switch (role) {
                case "bos_token" -> AddedToken.mark(START_MARK);
                case "eos_token", "unk_token", "pad_token" -> AddedToken.mark(END_MARK);
                default -> null;
            };
        }
        AddedToken mark = value.isTextual() ? AddedToken.mark(value.asText()) : AddedToken.of(value, true);
        if (mark.content().isEmpty()) {
            throw files.bad(file, role + " must be a text, or an object with a \"content\"");
        }
        return mark;
    }

    /** The tokens that a file lists with their ids: the newest place that has a list, or all of the older ones. */
    private static void listed(TextFiles files, JsonNode config, JsonNode tokenizer, Map<String, AddedToken> added,
            Map<String, Integer> ids) throws IOException {
        if (config.has("added_tokens_decoder")) {
            config.get("added_tokens_decoder").properties().forEach(entry -> put(files, CONFIG,
                    AddedToken.of(entry.getValue(), entry.getValue().path("special").asBoolean()), entry.getKey(), added, ids));
            return;
        }
        files.objectIfPresent("added_tokens.json").properties().forEach(entry -> put(files, "added_tokens.json",
                new AddedToken(entry.getKey(), false, false, false, true, false), entry.getValue().asText(), added, ids));
        tokenizer.path("added_tokens").forEach(token -> put(files, "tokenizer.json",
                AddedToken.of(token, token.path("special").asBoolean()), token.path("id").asText(), added, ids));
    }

    private static void put(TextFiles files, String file, AddedToken token, String id, Map<String, AddedToken> added,
            Map<String, Integer> ids) {
        if (token.content().isEmpty() || !id.matches("\\d{1,7}")) {
            throw files.bad(file, "an added token needs a \"content\" and an id from 0 to 9999999");
        }
        added.put(token.content(), token);
        ids.put(token.content(), Integer.valueOf(id));
    }

    private static int length(TextFiles files, JsonNode config) {
        JsonNode stated = config.path("model_max_length");
        double length = stated.asDouble(CLIP_LENGTH);
        if (length > 1e9) {
            return CLIP_LENGTH;
        }
        if (length != Math.rint(length) || length < 3 || length > LONGEST) {
            throw files.bad(CONFIG, "model_max_length is " + stated + "; expected a whole number from 3 to " + LONGEST);
        }
        return (int) length;
    }
}

package dev.goldpan.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** CLIP's tokenisation in the native library's own format. */
final class ClipPipeline {
    /** How a text falls into words: CLIP's marks, English clitics, runs of letters, single digits, runs of anything else. */
    private static final String WORDS = "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]"
            + "|[^\\s\\p{L}\\p{N}]+";

    private ClipPipeline() {}

    /** The pipeline of transformers' CLIPTokenizer in the library's own format, without truncation, padding and marks. */
    static String json(ClipVocabulary vocabulary) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        vocabulary.marks().added().values().forEach(token -> added.addObject()
                .put("id", vocabulary.id(token.content())).put("content", token.content())
                .put("single_word", token.singleWord()).put("lstrip", token.lstrip()).put("rstrip", token.rstrip())
                .put("normalized", token.normalized()).put("special", token.special()));
        ArrayNode normalizers = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normalizers.addObject().put("type", "NFC");
        normalizers.addObject().put("type", "Replace").put("content", " ").putObject("pattern").put("Regex", "\\s+");
        normalizers.addObject().put("type", "Lowercase");
        ArrayNode splitters = root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        splitters.addObject().put("type", "Split").put("behavior", "Removed").put("invert", true)
                .putObject("pattern").put("Regex", WORDS);
        splitters.addObject().put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = root.putObject("model").put("type", "BPE").put("unk_token", vocabulary.marks().unknown())
                .put("continuing_subword_prefix", "").put("end_of_word_suffix", ClipVocabulary.WORD_END).put("fuse_unk", false);
        ObjectNode pieces = model.putObject("vocab");
        vocabulary.pieces().forEach(pieces::put);
        ArrayNode pairs = model.putArray("merges");
        vocabulary.merges().forEach(merge -> pairs.addArray().add(merge.left()).add(merge.right()));
        return root.toString();
    }
}

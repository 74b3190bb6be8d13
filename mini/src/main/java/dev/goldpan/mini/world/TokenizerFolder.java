package dev.goldpan.mini.world;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.world.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the tokenizer of the bundled model in the layout of a Stable Diffusion checkpoint's {@code tokenizer} folder. Every word
 * of the {@link Vocabulary} is one token; any other text falls into smaller pieces, down to bytes.
 */
public final class TokenizerFolder {

    /** Tokens of a prompt with its two special ones; the longest caption of the world has 19. */
    public static final int LENGTH = 24;

    public static final String BEGIN = "<|startoftext|>";
    public static final String END = "<|endoftext|>";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BytePairs PAIRS = new BytePairs(Vocabulary.words());

    private TokenizerFolder() { }

    /** Token to id, in id order. The special tokens have the last ids, as in CLIP: its pooled output is at the highest id. */
    public static Map<String, Integer> vocabulary() {
        return PAIRS.vocabulary(List.of(BEGIN, END));
    }

    /**
     * Writes vocab.json, merges.txt, tokenizer_config.json, special_tokens_map.json and words.txt (the words of the world, one a
     * line, from which a prompt's unknown words are told).
     */
    public static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        StringBuilder merges = new StringBuilder("#version: 0.2\n");
        PAIRS.merges().forEach(pair -> merges.append(String.join(" ", pair)).append('\n'));
        json(folder, "vocab.json", vocabulary());
        text(folder, "merges.txt", merges.toString());
        json(folder, "special_tokens_map.json", special());
        Map<String, Object> config = new LinkedHashMap<>(special());
        config.put("add_prefix_space", false);
        config.put("do_lower_case", true);
        config.put("errors", "replace");
        config.put("model_max_length", LENGTH);
        config.put("tokenizer_class", "CLIPTokenizer");
        json(folder, "tokenizer_config.json", config);
        text(folder, "words.txt", String.join("\n", Vocabulary.words()) + "\n");
    }

    private static Map<String, String> special() {
        Map<String, String> special = new LinkedHashMap<>();
        special.put("bos_token", BEGIN);
        special.put("eos_token", END);
        special.put("pad_token", END);
        special.put("unk_token", END);
        return special;
    }

    private static void json(Path folder, String name, Object value) throws IOException {
        text(folder, name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value).replace("\r", "") + "\n");
    }

    private static void text(Path folder, String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    }
}

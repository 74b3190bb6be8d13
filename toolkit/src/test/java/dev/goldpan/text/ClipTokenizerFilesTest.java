package dev.goldpan.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken and hostile tokenizer folders: one clear line each, before the native library sees anything. */
class ClipTokenizerFilesTest {
    private static final String MARKS = "\"<|startoftext|>\":4,\"<|endoftext|>\":5";
    private static final String PIECES = "{\"a\":0,\"b\":1,\"a</w>\":2,\"ba</w>\":3," + MARKS + "}";

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void refused(String... fragments) {
        String message = assertThrows(IllegalArgumentException.class, () -> ClipTokenizer.open(folder)).getMessage();
        assertFalse(message.contains("\n"), message);
        for (String fragment : fragments) {
            assertTrue(message.contains(fragment), message);
        }
    }

    @Test
    void readsTheSmallestFolderThereIs() throws IOException {
        write("vocab.json", PIECES);
        write("merges.txt", "#version: 0.2\r\nb a</w>\r\n\r\n");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            Tokens tokens = tokenizer.encode("BA ab?");
            assertEquals(77, tokenizer.length());
            assertEquals(6, tokenizer.size());
            assertEquals(List.of(3L, 0L, 5L, 5L), tokens.content().stream().map(Tokens.Token::id).toList());
        }
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        refused("tokenizer.json", "vocab.json", "missing");
        write("vocab.json", PIECES);
        refused("merges.txt", "missing");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ClipTokenizer.open(folder.resolve("nowhere")))
                .getMessage().contains("no such folder"));
    }

    @Test
    void refusesBrokenVocabularies() throws IOException {
        write("merges.txt", "");
        write("vocab.json", "{\"a\":0,");
        refused("vocab.json", "not valid JSON");
        write("vocab.json", "[".repeat(100_000));
        refused("vocab.json", "not valid JSON");
        write("vocab.json", "[1, 2]");
        refused("vocab.json", "JSON object");
        write("vocab.json", "");
        refused("vocab.json");
        write("vocab.json", "{}");
        refused("vocab.json", "1 to");
        for (String id : new String[] {"-1", "1.5", "1048576", "2147483647", "99999999999", "\"7\"", "null", "{}"}) {
            write("vocab.json", PIECES.replace(":0", ":" + id));
            refused("vocab.json", "'a'", "whole numbers");
        }
        write("vocab.json", PIECES.replace(":0", ":1"));
        refused("vocab.json", "same id 1");
        write("vocab.json", "{\"a\":0}");
        refused("vocab.json", "<|startoftext|>");
        Files.write(folder.resolve("vocab.json"), new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'});
        refused("vocab.json", "UTF-8");
    }

    @Test
    void refusesBrokenMerges() throws IOException {
        write("vocab.json", PIECES);
        for (String pair : new String[] {"ab", "a b c", " a", "a ", "a  b", "\u0000\u0001"}) {
            write("merges.txt", "#version: 0.2\n" + pair + "\n");
            refused("merges.txt", "merge 2", "two pieces");
        }
        write("merges.txt", "#version: 0.2\nb a</w>\na b\n");
        refused("merges.txt", "merge 3", "'ab'", "vocabulary does not have");
        write("merges.txt", "x".repeat(1_000_000));
        refused("merges.txt", "...");
    }

    @Test
    void readsOnlyWordPiecesOfAWholeTokenizer() throws IOException {
        String model = "\"model\":{\"type\":\"BPE\",\"end_of_word_suffix\":\"</w>\",\"vocab\":" + PIECES
                + ",\"merges\":[\"b a</w>\"],\"continuing_subword_prefix\":\"abcdefgh\"}";
        // each of these kills the process if the native library sees it
        write("tokenizer.json", "{\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"},"
                + "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a+)+$\"},\"behavior\":\"Removed\"},"
                + model + "}");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            assertEquals(3, tokenizer.encode("ba").all().get(1).id());
            assertEquals(41, tokenizer.encode("a".repeat(40) + "b").kept());
        }
        write("tokenizer.json", "{" + model.replace("\"</w>\"", "null") + "}");
        refused("tokenizer.json", "not a CLIP tokenizer");
        write("tokenizer.json", "{\"model\":{\"type\":\"Unigram\",\"vocab\":[]}}");
        refused("tokenizer.json", "not a CLIP tokenizer");
        write("tokenizer.json", "{" + model.replace("[\"b a</w>\"]", "7") + "}");
        refused("tokenizer.json", "merges");
        write("tokenizer.json", "{" + model.replace("[\"b a</w>\"]", "[[\"b\",\"a\",\"a\"],{}]") + "}");
        refused("tokenizer.json", "merge 1");
    }

    @Test
    void refusesBrokenConfigurations() throws IOException {
        write("vocab.json", PIECES);
        write("merges.txt", "");
        write("tokenizer_config.json", "{\"pad_token\":\"[PAD]\"}");
        refused("[PAD]", "mark");
        write("tokenizer_config.json", "{\"bos_token\":{\"text\":\"a\"}}");
        refused("tokenizer_config.json", "bos_token");
        write("tokenizer_config.json", "{\"added_tokens_decoder\":{\"x\":{\"content\":\"a\"}}}");
        refused("tokenizer_config.json", "added token");
        write("tokenizer_config.json", "{\"added_tokens_decoder\":{\"0\":{\"content\":\"<new>\"}}}");
        refused("same id 0");
        for (String length : new String[] {"2", "-5", "77.5", "5000"}) {
            write("tokenizer_config.json", "{\"model_max_length\":" + length + "}");
            refused("model_max_length", length, "3 to 4096");
        }
        write("tokenizer_config.json", "{\"model_max_length\":1000000000000000019884624838656}");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            assertEquals(77, tokenizer.length());
        }
    }
}

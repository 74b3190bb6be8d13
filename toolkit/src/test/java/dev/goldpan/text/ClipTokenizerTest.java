package dev.goldpan.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.text.Tokens.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
    private static ClipTokenizer open(String layout) throws IOException {
        return ClipTokenizer.open(Fixtures.path("text/tokenizer/" + layout));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sd2", "sdxl2", "bare", "inversion", "narrow", "whole", "whole-old"})
    void givesTheIdsAndPlacesOfTheReference(String layout) throws IOException {
        JsonNode reference = new ObjectMapper().readTree(Fixtures.path("text/tokens/" + layout + ".json").toFile());
        try (ClipTokenizer tokenizer = open(layout)) {
            assertEquals(reference.get("length").asInt(), tokenizer.length());
            for (JsonNode row : reference.get("rows")) {
                String prompt = row.get("prompt").asText();
                Tokens tokens = tokenizer.encode(prompt);
                assertArrayEquals(integers(row.get("ids")), tokens.ids(), prompt);
                assertEquals(Math.min(row.get("content").asInt(), tokenizer.length() - 2), tokens.kept(), prompt);
                long[] offsets = integers(row.get("offsets"));
                for (int i = 0; i < tokens.kept(); i++) {
                    Token token = tokens.content().get(i);
                    assertEquals(offsets[2 * i], prompt.codePointCount(0, token.begin()), prompt);
                    assertEquals(offsets[2 * i + 1], prompt.codePointCount(0, token.end()), prompt);
                }
                assertEquals(row.get("content").asInt() > tokens.kept(), !tokens.cut().isEmpty(), prompt);
            }
        }
    }

    private static long[] integers(JsonNode list) {
        long[] values = new long[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asLong();
        }
        return values;
    }

    @Test
    void placesTokensInThePromptAsWritten() throws IOException {
        try (ClipTokenizer tokenizer = open("sd1")) {
            String prompt = "😀 A  Cafe\u0301 and 🐈!";
            List<String> texts = tokenizer.encode(prompt).content().stream()
                    .map(token -> prompt.substring(token.begin(), token.end())).distinct().toList();
            assertEquals(List.of("😀", "A", "Ca", "f", "e", "and", "🐈", "!"), texts);
        }
    }

    @Test
    void saysWhatWasCutInTheUsersOwnWords() throws IOException {
        try (ClipTokenizer tokenizer = open("sd1")) {
            assertEquals("", tokenizer.encode("cat ".repeat(75)).cut());
            assertEquals("A Red  Balloon", tokenizer.encode("cat ".repeat(75) + "A Red  Balloon ").cut());
            Tokens full = tokenizer.encode("cat ".repeat(90));
            assertEquals(75, full.kept());
            assertEquals(77, full.all().size());
            Token end = full.all().get(76);
            assertEquals(tokenizer.size() - 1, end.id());
            assertEquals(end.begin(), end.end());
        }
    }

    @Test
    void survivesWhateverIsNoText() throws IOException {
        Random random = new Random(1);
        try (ClipTokenizer tokenizer = open("sd2")) {
            assertEquals(tokenizer.encode("a \uFFFD b").ids().length, 77);
            assertArrayEquals(tokenizer.encode("a \uFFFD b").ids(), tokenizer.encode("a \uD83D b").ids());
            assertArrayEquals(tokenizer.encode("\uFFFD\uFFFD😀").ids(), tokenizer.encode("\uDE00\uD83D😀").ids());
            for (int trial = 0; trial < 3000; trial++) {
                StringBuilder prompt = new StringBuilder();
                for (int i = random.nextInt(40); i > 0; i--) {
                    int pick = random.nextInt(8);
                    prompt.append((char) (pick < 2 ? 0x20 + random.nextInt(95) : pick < 4 ? 0xD800 + random.nextInt(0x800)
                            : pick < 5 ? 0x300 + random.nextInt(0x70) : random.nextInt(0x10000)));
                }
                Tokens tokens = tokenizer.encode(prompt.toString());
                int limit = prompt.length();
                assertTrue(tokens.all().stream().allMatch(t -> 0 <= t.begin() && t.begin() <= t.end() && t.end() <= limit));
            }
        }
    }

    @Test
    void encodesFromSeveralThreads() throws Exception {
        try (ClipTokenizer tokenizer = open("sd1")) {
            Tokens expected = tokenizer.encode("a cat and a red balloon");
            List<Thread> threads = new ArrayList<>();
            List<Tokens> wrong = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int k = 0; k < 200; k++) {
                        Tokens tokens = tokenizer.encode("a cat and a red balloon");
                        if (!tokens.equals(expected)) {
                            wrong.add(tokens);
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertTrue(wrong.isEmpty());
        }
    }

    @Test
    void takesALongPromptInItsStride() throws IOException {
        try (ClipTokenizer tokenizer = open("sd1")) {
            for (String part : List.of("x", " ", "!", "'", "'s", "😀", "\u0301", "<|", "\u200b", "a ", "1")) {
                Tokens tokens = tokenizer.encode(part.repeat(30_000) + "cat");
                assertTrue(tokens.kept() == 75 ? tokens.cut().endsWith("cat") : tokens.cut().isEmpty(), part);
            }
        }
    }
}

package dev.goldpan.mini.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFolderTest {

    @Test
    void everyWordIsOneTokenByItsOwnMerges(@TempDir Path folder) throws IOException {
        TokenizerFolder.write(folder);
        JsonNode vocabulary = new ObjectMapper().readTree(folder.resolve("vocab.json").toFile());
        List<String> merges = Files.readAllLines(folder.resolve("merges.txt"));
        for (String word : Files.readAllLines(folder.resolve("words.txt"))) {
            assertEquals(List.of(word + "</w>"), applied(word, merges.subList(1, merges.size())));
            assertTrue(vocabulary.has(word + "</w>"), word);
        }
        applied("xylophone", merges).forEach(piece -> assertTrue(vocabulary.has(piece), piece));
    }

    @Test
    void idsAreDenseSmallAndEndWithTheSpecialTokens() {
        Map<String, Integer> vocabulary = TokenizerFolder.vocabulary();
        assertEquals(860, vocabulary.size());
        assertEquals(List.copyOf(vocabulary.values()), IntStream.range(0, 860).boxed().toList());
        assertEquals(858, vocabulary.get(TokenizerFolder.BEGIN));
        assertEquals(859, vocabulary.get(TokenizerFolder.END));
        assertEquals(0, vocabulary.get("!"));
        assertEquals(320, vocabulary.get("a</w>"), "as in CLIP's own vocabulary");
    }

    @Test
    void everyTrainingCaptionFits() {
        for (int i = 0; i < 5000; i++) {
            String caption = Scene.of(5, i).caption();
            assertTrue(caption.split(" ").length + 2 <= TokenizerFolder.LENGTH, caption);
        }
    }

    /** Byte-pair encoding as the tokenizer does it: the earliest merge of the list first. */
    private static List<String> applied(String word, List<String> merges) {
        List<String> pieces = new ArrayList<>(List.of(word.split("")));
        pieces.set(pieces.size() - 1, pieces.get(pieces.size() - 1) + "</w>");
        for (boolean again = true; again;) {
            int best = Integer.MAX_VALUE;
            int where = -1;
            for (int i = 0; i + 1 < pieces.size(); i++) {
                int rank = merges.indexOf(pieces.get(i) + " " + pieces.get(i + 1));
                if (rank >= 0 && rank < best) {
                    best = rank;
                    where = i;
                }
            }
            again = where >= 0;
            if (again) {
                pieces.set(where, pieces.get(where) + pieces.remove(where + 1));
            }
        }
        return pieces;
    }
}

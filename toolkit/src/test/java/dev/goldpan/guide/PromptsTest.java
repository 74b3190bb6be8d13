package dev.goldpan.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.guide.PromptSets.PromptSet;
import dev.goldpan.guide.TokenGroups.Subject;
import dev.goldpan.guide.TokenGroups.Word;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.text.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
    @Test
    void everySetIsWhole() {
        int all = 0;
        for (PromptSet set : PromptSets.list()) {
            List<String> prompts = PromptSets.show(set.name());
            assertEquals(set.size(), prompts.size(), set.name());
            assertEquals(set.size(), new HashSet<>(prompts).size(), set.name());
            all += prompts.size();
        }
        assertEquals(276 + 31 + 22 + 2400 + 553 + 343, all);
        assertEquals(PromptSets.show("geneval"), PromptSets.geneval().stream().map(row -> row.get("prompt").asText()).toList());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> PromptSets.show("drawbench")).getMessage()
                .contains("animal-animal"));
    }

    @Test
    void readsAUsersOwnFile(@TempDir Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("drawbench.csv"),
                "Prompts,Category\nA red car.,Colors\n\"A \"\"cat\"\", a dog\",Text\n");
        assertEquals(List.of("A red car.", "A \"cat\", a dog"), PromptSets.read(table));
        Path lines = Files.writeString(folder.resolve("mine.txt"), "a cat, red\n\na dog\n");
        assertEquals(List.of("a cat, red", "a dog"), PromptSets.read(lines));
        Path empty = Files.writeString(folder.resolve("none.txt"), "\n");
        assertTrue(refusal(() -> PromptSets.read(empty)).contains("holds no prompts"));
    }

    /** Word n is column n where every word is one token: the rule by word count of the Self-Cross repository. */
    @ParameterizedTest
    @ValueSource(strings = {"animal-animal", "animal-object", "object-object", "similar-subjects"})
    void readsEveryTwoSubjectPromptAsThePublishedRuleDoes(String set) {
        for (String prompt : PromptSets.show(set)) {
            TokenGroups groups = Subjects.find(wordByWord(prompt, 75));
            int words = prompt.split(" ").length;
            List<List<Integer>> expected = switch (words) {
                case 5 -> List.of(List.of(2), List.of(5));
                case 6 -> List.of(List.of(2), List.of(5, 6));
                default -> List.of(List.of(2, 3), List.of(6, 7));
            };
            assertEquals(expected, columns(groups), prompt);
        }
    }

    @Test
    void readsEveryThreeSubjectPrompt() {
        for (String prompt : PromptSets.show("similar-subjects-3")) {
            assertEquals(3, Subjects.find(wordByWord(prompt, 75)).subjects().size(), prompt);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a photo of a dog right of a teddy bear | dog; teddy bear",
        "The red hat was on top of the brown coat rack. | red hat; brown coat rack",
        "A cat, sitting next to two green apples | cat; green apples",
        "an ice-cream and a dog's bowl | ice-cream; dog's bowl",
        "A woman is speaking on the phone and making plans with a friend. | woman; phone; plans; friend",
        "a dog jumps over a fence | dog; fence",
        "red balloons over a tall building | red balloons; tall building",
        "A cat is lazily lounging in a sunny windowsill. | cat; sunny windowsill",
        "a girl feeding the birds, a diamond ring in a box | girl; birds; diamond ring; box",
        "A dog is wagging its tail and trying to catch a frisbee while barking | dog; tail; frisbee",
        "two balloons floated with four mice near a dining table and a parking meter | balloons; mice; dining table; parking meter",
        "a bear with a green glasses on a red sled | bear; green glasses; red sled"})
    void readsFreePrompts(String prompt, String expected) {
        assertEquals(expected, String.join("; ", Subjects.find(wordByWord(prompt, 75)).subjects().stream()
                .map(Subject::toString).toList()));
    }

    @Test
    void takesTheSubjectsThatTheUserNames() {
        Tokens tokens = wordByWord("A Cat beside a red balloon and a cat", 75);
        assertEquals(List.of(List.of(2), List.of(5, 6), List.of(9)), columns(Subjects.named("cat; red balloon; cat;", tokens)));
        assertEquals(List.of(List.of(6)), columns(Subjects.named("balloon", tokens)));
        assertTrue(refusal(() -> Subjects.named("cat; dog", tokens)).contains("\"dog\" is not in the prompt"));
        assertTrue(refusal(() -> Subjects.named(" ; ", tokens)).contains("no subject"));
    }

    @Test
    void aWordOfSeveralTokensHasThemAll() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(Fixtures.path("text/tokenizer/sd1"))) {
            Tokens tokens = tokenizer.encode("a  muskmelon and a Scooter");
            List<Word> nouns = Subjects.find(tokens).nouns();
            assertEquals(List.of("muskmelon", "Scooter"), nouns.stream().map(Word::text).toList());
            for (Word noun : nouns) {
                StringBuilder joined = new StringBuilder();
                noun.columns().forEach(column -> joined.append(tokens.prompt(), tokens.all().get(column).begin(),
                        tokens.all().get(column).end()));
                assertEquals(noun.text(), joined.toString());
            }
            assertFalse(nouns.get(0).columns().size() == 1);
        }
    }

    @Test
    void saysWhatIsCutOff() {
        Tokens tokens = wordByWord("a cat and a dog", 4);
        assertTrue(refusal(() -> Subjects.find(tokens)).contains("\"dog\" is cut off"));
        assertEquals(1, Subjects.named("cat", tokens).subjects().size());
        assertTrue(refusal(() -> Subjects.find(wordByWord("of the", 75))).contains("--tokens"));
    }

    private static String refusal(Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertFalse(message.contains("\n"));
        return message;
    }

    private static List<List<Integer>> columns(TokenGroups groups) {
        return groups.subjects().stream()
                .map(subject -> subject.all().stream().flatMap(word -> word.columns().stream()).toList()).toList();
    }

    /** Tokens of an encoder whose every word is one token. */
    private static Tokens wordByWord(String prompt, int most) {
        List<Tokens.Token> all = new ArrayList<>(List.of(new Tokens.Token(0, 0, 0)));
        int at = 0;
        String cut = "";
        for (String word : prompt.split(" ")) {
            int end = at + word.length();
            if (all.size() <= most) {
                all.add(new Tokens.Token(1, at, end));
            } else if (cut.isEmpty()) {
                cut = prompt.substring(at);
            }
            at = end + 1;
        }
        int kept = all.size() - 1;
        all.add(new Tokens.Token(2, prompt.length(), prompt.length()));
        return new Tokens(prompt, all, kept, cut);
    }
}

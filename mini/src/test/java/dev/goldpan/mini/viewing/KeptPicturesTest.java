package dev.goldpan.mini.viewing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.world.Renderer;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPicturesTest {
    private static final int EVERY = 60;

    @TempDir
    private Path folder;

    @Test
    void keptPicturesAreThoseThatWereViewed() throws IOException {
        List<Viewed> all = Viewing.JUDGE.all();
        List<Viewed> some = IntStream.range(0, all.size()).filter(i -> i % EVERY == 0).mapToObj(all::get).toList();
        KeptPictures.write(Viewing.JUDGE, some, folder);
        assertEquals(some.size(), new ViewedPictures(some, folder).size(), "every one of them");
    }

    @Test
    void whatIsThereStays() throws IOException {
        List<Viewed> some = Viewing.JUDGE.all().subList(0, 2);
        Files.writeString(folder.resolve(some.get(0).file()), "there");
        KeptPictures.write(Viewing.JUDGE, some, folder);
        assertEquals("there", Files.readString(folder.resolve(some.get(0).file())));
        assertEquals(some.get(1).prompt(), Pictured.read(folder.resolve(some.get(1).file())).prompt());
    }

    @Test
    void picturesAreAddedWithTheirAnswers() throws IOException {
        Path drawn = drawn("a cat", 8, "a cat and a red balloon", 5);
        Path to = folder.resolve("to");
        assertEquals(2, KeptPictures.add(Viewing.JUDGE, answers("number,first,second,mixture", "2,y,a,o", "", "1,n,-,?"), drawn, to));
        List<String> lines = Files.readAllLines(to.resolve("judge.csv"));
        assertEquals("seed,sketch,first,second,mixture,prompt", lines.get(0));
        assertTrue(lines.get(1).startsWith("5,") && lines.get(1).endsWith(",y,a,o,a cat and a red balloon"), "by their seeds: " + lines.get(1));
        assertTrue(lines.get(2).startsWith("8,") && lines.get(2).endsWith(",n,-,?,a cat"), lines.get(2));
        assertArrayEquals(new long[] {5, 8}, seeds(to));
    }

    @Test
    void whatIsThereStaysAsItIsWhenOthersAreAdded() throws IOException {
        Path to = folder.resolve("to");
        KeptPictures.add(Viewing.VERIFIERS, answers("1,y,-,o", "2,y,-,o"), drawn("a cat", 8, "a dog", 9), to);
        List<String> before = Files.readAllLines(to.resolve("verifiers.csv"));
        assertEquals(3, KeptPictures.add(Viewing.VERIFIERS, answers("1,y,-,o"), drawn("a fox", 7), to));
        List<String> after = Files.readAllLines(to.resolve("verifiers.csv"));
        assertEquals(before.subList(1, 3), after.subList(2, 4));
        assertArrayEquals(new long[] {8, 9, 7}, seeds(to));
        assertRefused("has an answer for seed 7 already; draw pictures of other seeds", to, drawn("a fox", 7), "1,y,-,o");
        assertEquals(after, Files.readAllLines(to.resolve("verifiers.csv")));
    }

    @Test
    void whatIsNoAnswerIsNamed() throws IOException {
        Path to = folder.resolve("to");
        Path drawn = drawn("a cat", 8);
        assertRefused("'1,y' is no answer; expected number,first,second,mixture", to, drawn, "1,y");
        assertRefused("there is no picture 2; there are 1 to 1", to, drawn, "2,y,-,o");
        assertRefused("picture 1 (seed 8) is answered for twice", to, drawn, "1,y,-,o", "1,n,-,o");
        assertRefused("answers for 2 subjects; the prompt has 1", to, drawn, "1,y,y,o");
        KeptPictures.write(Viewing.JUDGE, Viewing.JUDGE.all().subList(0, 1), folder.resolve("kept"));
        assertRefused("states no plain seed; take pictures of judge pictures", to, folder.resolve("kept"), "1,y,-,o");
        assertFalse(Files.exists(to));
    }

    private void assertRefused(String message, Path to, Path drawn, String... lines) throws IOException {
        Path answers = answers(lines);
        String said = assertThrows(IllegalArgumentException.class, () -> KeptPictures.add(Viewing.VERIFIERS, answers, drawn, to)).getMessage();
        assertTrue(said.endsWith(message), said);
    }

    private Path answers(String... lines) throws IOException {
        return Files.write(folder.resolve("answers.csv"), List.of(lines));
    }

    /** Pictures as they are drawn, prompts and seeds in turn, in a folder of their own. */
    private Path drawn(Object... promptsAndSeeds) throws IOException {
        Path drawn = Files.createTempDirectory(folder, "drawn");
        for (int i = 0; i < promptsAndSeeds.length; i += 2) {
            String recipe = String.format("{\"prompt\": \"%s\", \"recipe\": {\"seed\": %d}}", promptsAndSeeds[i], promptsAndSeeds[i + 1]);
            BufferedImage picture = new BufferedImage(Renderer.SIDE, Renderer.SIDE, BufferedImage.TYPE_INT_RGB);
            Files.write(drawn.resolve(i + ".png"), Png.encode(picture, Map.of("goldpan", recipe)));
        }
        return drawn;
    }

    private static long[] seeds(Path folder) {
        try (Scope scope = Scope.open(); Safetensors kept = Safetensors.open(Files.list(folder).filter(file -> file.toString()
                .endsWith(".safetensors")).findFirst().orElseThrow())) {
            assertArrayEquals(new long[] {kept.shape("seeds")[0], 4, 16, 16}, kept.shape("latents"));
            Tensor seeds = kept.read("seeds");
            long[] values = new long[Math.toIntExact(seeds.numel())];
            seeds.data_ptr_long().get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPictureThatWasNeverKeptIsNamed() {
        Viewed never = Viewed.parse("1," + "80".repeat(16) + ",y,-,o,a cat");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> KeptPictures.write(Viewing.JUDGE, List.of(never), folder)).getMessage()
                .endsWith("has no picture 1; put it there with viewing add"));
    }
}

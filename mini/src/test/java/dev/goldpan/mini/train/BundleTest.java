package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle must hold, and what it may take the place of. */
class BundleTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsMissingIsNamedAndNothingIsTouched() throws IOException {
        Path old = bundle("old");
        file("runs/vae/config.json", "{}");
        String message = refused(folder.resolve("runs"), old);
        assertTrue(message.contains("vae/diffusion_pytorch_model.safetensors, vae/training.json"), message);
        assertTrue(message.contains("judge/model.safetensors"), message);
        assertFalse(message.contains("vae/config.json"), message);
        assertEquals("old", Files.readString(old.resolve("old.txt")));
    }

    @Test
    void onlyABundleIsReplaced() throws IOException {
        for (String needed : Bundle.needed()) {
            file("runs/" + needed, "");
        }
        Path letter = file("letters/letter.txt", "mine");
        assertTrue(refused(folder.resolve("runs"), letter.getParent()).contains("has no files.txt"));
        assertTrue(refused(folder.resolve("runs"), letter).contains("has no files.txt"));
        assertEquals("mine", Files.readString(letter));
    }

    @Test
    void onlyWhatIsNeededIsBundled() throws IOException {
        for (String needed : Bundle.needed()) {
            trained(needed);
        }
        for (String more : List.of("other/config.json", "other/model.safetensors", "other/training.json")) {
            trained(more);
        }
        Path into = folder.resolve("made");
        Bundle.copy(folder.resolve("runs"), Bundle.names(), into);
        assertEquals(Set.of("clip", "siglip", "dino", "preference", "inception", "aesthetic"), names(into.resolve("verifiers")));
        assertEquals(Set.of("vae.json", "unet.json", "unet-small.json", "clip.json", "siglip.json", "dino.json", "preference.json",
                "inception.json", "aesthetic.json", "judge.json"), names(into.resolve("training")));
        assertEquals(Set.of("config.json", "model.safetensors"), names(into.resolve("judge")));
    }

    @Test
    void someNetworksTakeThePlaceOfOthers() throws IOException {
        Path into = bundle("weights");
        file("weights/mini/text_encoder/model.safetensors", "stays");
        file("weights/training/unet.json", "old");
        for (String name : List.of("unet/unet/config.json", "unet/unet/diffusion_pytorch_model.safetensors", "unet/training.json")) {
            trained(name);
        }
        Bundle.write(folder.resolve("runs"), Set.of("unet"), into);
        assertEquals("{}", Files.readString(into.resolve("training/unet.json")));
        assertEquals("stays", Files.readString(into.resolve("mini/text_encoder/model.safetensors")));
        assertEquals("old", Files.readString(into.resolve("old.txt")));
        assertTrue(Files.readString(into.resolve("files.txt")).contains(" mini/unet/diffusion_pytorch_model.safetensors\n"));
    }

    @Test
    void onlyKnownNetworksAreReplacedAndHeadsWithTheirFeatures() throws IOException {
        Path into = bundle("weights");
        Path runs = folder.resolve("runs");
        for (Map.Entry<Set<String>, String> wrong : Map.of(Set.of("clap"), "there is no clap", Set.of("clip"), "aesthetic is a head",
                Set.of("vae"), "there is no vae/config.json").entrySet()) {
            String message = assertThrows(IllegalArgumentException.class, () -> Bundle.write(runs, wrong.getKey(), into)).getMessage();
            assertTrue(message.contains(wrong.getValue()), message);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Bundle.write(runs, Set.of("vae"), runs)).getMessage()
                .contains("is no bundle"));
    }

    private void trained(String name) throws IOException {
        Path file = file("runs/" + name, "{}");
        if (name.endsWith(".safetensors")) {
            try (Scope scope = Scope.open()) {
                SafetensorsWriter.write(file, Map.of("weight", torch.ones(2)), Map.of());
            }
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void anOlderBundleMakesPlace() throws IOException {
        Path into = bundle("weights");
        Path made = file("made/new/new.txt", "new").getParent().getParent();
        long bytes = Bundle.place(made, into);
        assertEquals("new", Files.readString(into.resolve("new/new.txt")));
        assertEquals(3 + Files.size(into.resolve("files.txt")), bytes);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(into), left.toList());
        }
    }

    @Test
    void aLargeBundleIsRefused() throws IOException {
        Path into = bundle("weights");
        Path made = file("made/large.safetensors", "").getParent();
        try (RandomAccessFile large = new RandomAccessFile(made.resolve("large.safetensors").toFile(), "rw")) {
            large.setLength(Bundle.MOST + 1);
        }
        String message = assertThrows(IllegalArgumentException.class, () -> Bundle.place(made, into)).getMessage();
        assertTrue(message.contains("(30.00 MiB), more than 30 MiB"), message);
        assertEquals("old", Files.readString(into.resolve("old.txt")));
    }

    private static String refused(Path runs, Path into) {
        return assertThrows(IllegalArgumentException.class, () -> Bundle.write(runs, Set.of(), into)).getMessage();
    }

    private Path bundle(String name) throws IOException {
        file(name + "/old.txt", "old");
        return file(name + "/files.txt", "").getParent();
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}

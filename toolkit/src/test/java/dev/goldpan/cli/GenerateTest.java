package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.model.ModelFiles;
import dev.goldpan.model.Part;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class GenerateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void aPictureCarriesItsWholeRecipe() throws IOException {
        generate("--prompt", "A Cat, and a red balloon!", "--negative", "ugly", "--seed", "5", "--guidance", "4.5",
                "--sampler", "dpm++2m-karras", "--clip-skip", "1");
        Map<String, String> text = Png.text(Files.readAllBytes(folder.resolve("out/a-cat-and-a-red-balloon-5.png")));
        assertEquals("""
                A Cat, and a red balloon!
                Negative prompt: ugly
                Steps: 3, Sampler: DPM++ 2M Karras, CFG scale: 4.5, Seed: 5, Size: 48x48, Model: sd15, Clip skip: 2, RNG: CPU""",
                text.get("parameters"));
        JsonNode recipe = JSON.readTree(text.get("goldpan"));
        assertEquals(JSON.readTree("{\"type\": \"fresh\", \"seed\": 5}"), recipe.get("recipe"));
        assertEquals("A Cat, and a red balloon!", recipe.get("prompt").asText());
        assertEquals("ugly", recipe.get("negative").asText());
        assertEquals(48, recipe.get("width").asInt());
        assertEquals(3, recipe.get("steps").asInt());
        assertEquals(4.5, recipe.get("guidance").asDouble());
        assertEquals("dpm++2m", recipe.get("sampler").asText());
        assertTrue(recipe.at("/scheduler/use_karras_sigmas").asBoolean());
        assertEquals(1, recipe.get("clipSkip").asInt());
        assertEquals(1, recipe.get("batch").asInt());
        assertEquals(0, recipe.get("item").asInt());
        assertEquals("fp32", recipe.get("precision").asText());
        assertEquals(16, recipe.get("fingerprint").asText().length());
    }

    @Test
    void theSameRequestGivesTheSameFileAndAnotherOneGetsTheNextNumber() throws IOException {
        generate("--prompt", "a cat");
        byte[] first = Files.readAllBytes(folder.resolve("out/a-cat-0.png"));
        generate("--prompt", "a cat");
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("out/a-cat-0.png")));
        generate("--prompt", "a cat", "--guidance", "2");
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("out/a-cat-0.png")));
        assertEquals(List.of("a-cat-0-2.png", "a-cat-0.png"), files());
    }

    @Test
    void programsAreToldInJson() throws IOException {
        Told told = generate("--prompt", "é", "-n", "3", "--batch", "2", "--json");
        JsonNode report = JSON.readTree(told.out());
        assertEquals(3, report.get("images").size());
        assertEquals(folder.resolve("out/e-2.png").toString(), report.at("/images/2/file").asText());
        assertEquals(2, report.at("/images/2/seed").asInt());
        assertEquals("cpu", report.get("device").asText());
        assertTrue(report.get("seconds").asDouble() > 0);
        JsonNode last = JSON.readTree(Png.text(Files.readAllBytes(folder.resolve("out/e-1.png"))).get("goldpan"));
        assertEquals(2, last.get("batch").asInt());
        assertEquals(1, last.get("item").asInt());
        assertEquals(List.of("e-0.png", "e-1.png", "e-2.png"), files());
    }

    @Test
    void aSeedMeansTheSameInAnyBatch() {
        Path whole = folder.resolve("whole.safetensors");
        Path parts = folder.resolve("parts.safetensors");
        generate("--prompt", "a cat", "-n", "3", "--batch", "3", "--trace", whole.toString());
        generate("--prompt", "a cat", "-n", "3", "--batch", "2", "--trace", parts.toString());
        try (Scope scope = Scope.open(); Safetensors one = Safetensors.open(whole); Safetensors two = Safetensors.open(parts)) {
            assertTrue(one.read("latents.0").equal(two.read("latents.0")));
            Fixtures.assertClose("image", one.read("image"), two.read("image"), Fixtures.LOOP);
        }
    }

    @Test
    void aTinyAutoencoderMayDecode() {
        Path trace = folder.resolve("trace.safetensors");
        generate("--prompt", "a cat", "--vae", Fixtures.path("vae/taesd").toString(), "--trace", trace.toString());
        try (Scope scope = Scope.open(); Safetensors kept = Safetensors.open(trace)) {
            assertArrayEquals(new long[] {1, 3, 24, 24}, kept.shape("image")); // this one makes 4x4 pixels of a latent
        }
    }

    @Test
    void aPictureIsMadeAgainFromThePartsItWasMadeFrom() throws IOException {
        String vae = Fixtures.path("vae/taesd").toString();
        generate("--prompt", "a cat", "--vae", vae);
        Path picture = folder.resolve("out/a-cat-0.png");
        JsonNode recipe = JSON.readTree(Png.text(Files.readAllBytes(picture)).get("goldpan"));
        assertEquals(vae, recipe.get("vae").asText());
        assertFalse(recipe.has("unet") || recipe.has("tokenizer"));
        assertEquals("identical: all 576 pixels\n", Told.done("replay", picture.toString()).out());
        Told.refused("--vae: nowhere: there is no such file or folder", "replay", picture.toString(), "--vae", "nowhere");
        Told.refused("has its own", "replay", picture.toString(), "--tokenizer", "nowhere");
    }

    @Test
    void copiesOfACheckpointHaveOneFingerprintAndOthersAnother() {
        String own = fingerprint("pipelines/sd15/vae");
        assertEquals(own, fingerprint("pipelines/sd21/vae")); // the same numbers, in fp16
        assertNotEquals(own, fingerprint("ldm/vae-old-names.safetensors"));
    }

    private String fingerprint(String vae) {
        ModelFiles files = ModelFiles.folder(Fixtures.path("pipelines/sd15"));
        files.replace(Part.VAE, Fixtures.path(vae));
        return StableDiffusion.open(files, Device.CPU, Precision.FP32).fingerprint();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Told generate(String... options) {
        List<String> all = new ArrayList<>(List.of("generate", "--model", TinySearch.model(),
                "--precision", "fp32", "--steps", "3", "--out", folder.resolve("out").toString()));
        all.addAll(List.of(options));
        return Told.done(all.toArray(String[]::new));
    }
}

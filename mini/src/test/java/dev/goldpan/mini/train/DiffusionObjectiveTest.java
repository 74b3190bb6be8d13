package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.model.Bundled;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a UNet's training may begin, which scenes it sees, and that a text encoder may stay as it is. */
class DiffusionObjectiveTest {
    private static final String SHAPE = "unet-small";

    @TempDir
    private Path folder;

    @Test
    void aRunMayBeginWithWhatAnotherLeft() {
        double left;
        try (Latents latents = latents(); DiffusionObjective first = objective(latents, DiffusionObjective.First.of(3), null)) {
            nudge(first);
            left = loss(first);
            first.export(folder, first.parameters());
        }
        try (Latents latents = latents();
                DiffusionObjective next = objective(latents, DiffusionObjective.First.of(folder), null);
                DiffusionObjective fresh = objective(latents, DiffusionObjective.First.of(3), null)) {
            assertEquals(left, loss(next), 1e-6 * left);
            assertTrue(Math.abs(left - loss(fresh)) > 1e-4 * left, "what was left differs from the first values");
        }
        try (Latents latents = latents()) {
            assertThrows(IllegalArgumentException.class, () -> new DiffusionObjective("unet", latents, Syllabus.EVEN, folder.resolve("tokens"),
                    DiffusionObjective.First.of(folder), null, 4), "another shape");
        }
    }

    @Test
    void aTrainedTextEncoderStaysAsItIs() {
        try (Latents latents = latents(); DiffusionObjective both = objective(latents, DiffusionObjective.First.of(3), null)) {
            both.export(folder, both.parameters());
            double together = loss(both);
            try (DiffusionObjective one = objective(latents, DiffusionObjective.First.of(3), folder.resolve("text_encoder"))) {
                assertTrue(one.parameters().keySet().stream().allMatch(name -> name.startsWith("unet.")));
                assertEquals(together, loss(one), 1e-6 * together);
                one.export(folder.resolve("one"), one.parameters());
                assertFalse(Files.exists(folder.resolve("one/text_encoder")));
            }
        }
    }

    @Test
    void scenesAreEncodedAnewWhereOthersAreAskedFor() throws IOException {
        Path file = folder.resolve("latents.safetensors");
        Path vae = Bundled.verifiers().resolveSibling("mini").resolve("vae");
        FileTime longAgo = FileTime.fromMillis(0);
        assertEquals(2, scenes(file, vae, 2));
        Files.setLastModifiedTime(file, longAgo);
        assertEquals(2, scenes(file, vae, 2));
        assertEquals(longAgo, Files.getLastModifiedTime(file), "read");
        assertEquals(1, scenes(file, vae, 1));
        try (Scope scope = Scope.open()) {
            SafetensorsWriter.write(file, Map.of("latents", torch.zeros(5, 4, 16, 16), "ids", torch.zeros(5, 24)),
                    Map.of("world", "3")); // all that older ones say
        }
        assertEquals(1, scenes(file, vae, 1));
    }

    @Test
    void anExportNeedsNoScenes() throws IOException {
        Plan none = new Plan(folder.resolve(SHAPE), 1, 4, 0, 1e-3, 1, 0.2, 0.01, 1, 0.999, false, false, 1, Duration.ofHours(1));
        try (Latents latents = latents(); DiffusionObjective fresh = objective(latents, DiffusionObjective.First.of(1), null)) {
            Trainer.run(SHAPE, none, fresh);
        }
        Path unet = folder.resolve(SHAPE).resolve("unet/diffusion_pytorch_model.safetensors");
        Files.delete(unet);
        assertEquals(0, Train.commands().execute("export", "--out", folder.toString(), "--steps", "1", "--shape", SHAPE));
        assertTrue(Files.exists(unet));
        assertFalse(Files.exists(folder.resolve("latents.safetensors")));
    }

    @Test
    void whereNoRunIsAtHandACheckpointServes() throws IOException {
        Path bundled = Bundled.verifiers().getParent();
        Path from = folder.resolve("from");
        Assembly.network(bundled.resolve("mini-small/unet"), from.resolve("unet"), Latents.VAE);
        Assembly.network(bundled.resolve("mini/text_encoder"), from.resolve("text_encoder"), "model.safetensors");
        Assembly.network(bundled.resolve("mini/vae"), from.resolve("vae"), Latents.VAE);
        assertEquals(0, unet(from, 3));
        JsonNode said = new ObjectMapper().readTree(folder.resolve(SHAPE).resolve("training.json").toFile());
        assertEquals(3, said.path("scenes").asInt());
        assertEquals(Origin.of(from.resolve("unet").resolve(Latents.VAE)), said.path("start").asText());
        assertEquals(Origin.of(from.resolve("text_encoder/model.safetensors")) + ", trained", said.path("text").asText());
        assertEquals(Origin.of(from.resolve("vae").resolve(Latents.VAE)), said.path("autoencoder").asText());
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(folder.resolve("latents.safetensors"), longAgo);
        assertEquals(2, unet(from, 4), "other scenes");
        assertEquals(2, unet(null, 3), "other first values");
        assertEquals(longAgo, Files.getLastModifiedTime(folder.resolve("latents.safetensors")));
        assertEquals(0, Train.commands().execute("assemble", "--out", folder.toString(), "--shape", SHAPE, "--to",
                folder.resolve("model").toString()));
        assertTrue(Files.exists(folder.resolve("model/vae/config.json")));
    }

    private int unet(Path from, int scenes) {
        List<String> words = new ArrayList<>(List.of("unet", "--shape", SHAPE, "--out", folder.toString(), "--steps", "0", "--batch", "2",
                "--scenes", Integer.toString(scenes)));
        if (from != null) {
            words.addAll(List.of("--from", from.toString()));
        }
        return Train.commands().execute(words.toArray(String[]::new));
    }

    private static long scenes(Path file, Path vae, int count) {
        try (Latents latents = Latents.of(file, vae, 3, count)) {
            return latents.count();
        }
    }

    /** Moves every value, so that the network is no longer what it begins as. */
    private static void nudge(DiffusionObjective objective) {
        torch.manual_seed(9);
        try (Scope scope = Scope.open()) {
            for (Map.Entry<String, Tensor> parameter : objective.parameters().entrySet()) {
                Tensor value = parameter.getValue().detach();
                value.add_(torch.randn_like(value).mul_(new Scalar(0.05)));
            }
        }
    }

    private static double loss(DiffusionObjective objective) {
        torch.manual_seed(5);
        try (Scope scope = Scope.open()) {
            return objective.loss(0).item_double();
        }
    }

    private DiffusionObjective objective(Latents latents, DiffusionObjective.First first, Path text) {
        return new DiffusionObjective(SHAPE, latents, Syllabus.EVEN, folder.resolve("tokens"), first, text, 4);
    }

    private static Latents latents() {
        torch.manual_seed(1);
        try (Scope scope = Scope.open()) {
            return new Latents(Scope.detach(torch.randn(8, 4, 16, 16).to(ScalarType.Half)),
                    Scope.detach(torch.randint(800, new long[] {8, 24}, new TensorOptions(ScalarType.Long))),
                    Map.of());
        }
    }
}

package dev.goldpan.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentFolderTest {
    private static final Path SAFE = Fixtures.path("weights/types.safetensors");
    private static final Path PICKLED = Fixtures.path("weights/types.pt");

    @TempDir
    Path folder;

    @Test
    void prefersTheBetterFileThatIsThere() throws IOException {
        put(PICKLED, "pytorch_model.bin");
        assertFound("pytorch_model.bin");
        put(PICKLED, "diffusion_pytorch_model.bin");
        assertFound("diffusion_pytorch_model.bin");
        for (String name : new String[] {"model.safetensors.index.json", "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors"}) {
            put(Fixtures.path("weights/sharded/" + name), name);
        }
        assertFound("model-00001-of-00002.safetensors");
        put(SAFE, "model.safetensors");
        assertFound("model.safetensors");
        put(SAFE, "diffusion_pytorch_model.fp16.safetensors");
        assertFound("model.safetensors");
        put(SAFE, "diffusion_pytorch_model.safetensors");
        assertFound("diffusion_pytorch_model.safetensors");
        try (TensorSource variant = ComponentFolder.weights(folder, "fp16")) {
            assertTrue(variant.where("F32").endsWith("diffusion_pytorch_model.fp16.safetensors"));
        }
    }

    @Test
    void theOnlyVariantIsTaken() throws IOException {
        put(SAFE, "model.fp16.safetensors");
        assertFound("model.fp16.safetensors");
        put(SAFE, "model.bf16.safetensors");
        assertRefused(folder, "has no weights; looked for diffusion_pytorch_model.safetensors, model.safetensors, "
                + "diffusion_pytorch_model.safetensors.index.json");
        assertRefused(folder, "choose one of the variants [bf16, fp16]");
        String message = assertThrows(IllegalArgumentException.class, () -> ComponentFolder.weights(folder, "ema")).getMessage();
        assertTrue(message.contains("looked for diffusion_pytorch_model.ema.safetensors")
                && message.endsWith("there are the variants [bf16, fp16]"), message);
        assertThrows(IllegalArgumentException.class, () -> ComponentFolder.weights(folder, "../x"));
    }

    @Test
    void aShardedVariantIsFoundByItsIndex() throws IOException {
        put(Fixtures.path("weights/sharded/model.safetensors.index.json"), "model.safetensors.index.fp16.json");
        put(Fixtures.path("weights/sharded/model-00001-of-00002.safetensors"), "model-00001-of-00002.safetensors");
        put(Fixtures.path("weights/sharded/model-00002-of-00002.safetensors"), "model-00002-of-00002.safetensors");
        assertFound("model-00001-of-00002.safetensors");
    }

    @Test
    void aFileIsTakenAsItIs() {
        try (TensorSource source = ComponentFolder.weights(SAFE)) {
            assertEquals(SAFE.toString(), source.where("F32"));
        }
    }

    @Test
    void foldersWithoutWeightsSaySo() throws IOException {
        assertRefused(folder.resolve("nowhere"), "there is no such folder");
        assertRefused(folder, "pytorch_model.bin, diffusion_pytorch_model.bin.index.json, pytorch_model.bin.index.json");
        Files.writeString(folder.resolve("model_index.json"), "{}");
        assertRefused(folder, "is a whole model, not a component: give one of the folders in it");
    }

    private void put(Path fixture, String name) throws IOException {
        Files.copy(fixture, folder.resolve(name));
    }

    private void assertFound(String file) {
        try (TensorSource source = ComponentFolder.weights(folder)) {
            assertEquals(folder.resolve(file).toString(), source.where(source.names().iterator().next()));
        }
    }

    private static void assertRefused(Path folder, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> ComponentFolder.weights(folder)).getMessage();
        assertTrue(message.startsWith(folder + ": ") && message.contains(expected), message);
    }
}

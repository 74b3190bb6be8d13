package dev.goldpan.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.TensorFile;
import dev.goldpan.tensor.TensorSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiny single files, renamed from diffusers models by reference/ldm.py, must come back as the tensors those models had. */
class LdmCheckpointTest {
    private static final String FIRST = "model.diffusion_model.input_blocks.0.0.weight";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"sd1, safetensors, SD1, epsilon", "sd2, ckpt, SD2, epsilon", "sdxl, safetensors, SDXL, epsilon"})
    void everyComponentIsWhatItWasInTheFolderLayout(String name, String format, LdmKind kind, String prediction) {
        LdmCheckpoint model = LdmCheckpoint.open(Fixtures.path("ldm/" + name + "." + format));
        assertEquals(kind, model.kind());
        assertEquals(prediction, model.predictionType());
        assertSame(name + "-unet", model.unet());
        assertSame(name + "-vae", model.vae());
        assertSame(name + "-text_encoder", model.textEncoder());
        if (kind == LdmKind.SDXL) {
            assertSame(name + "-text_encoder_2", model.textEncoder2());
        } else {
            assertThrows(IllegalStateException.class, model::textEncoder2);
        }
    }

    @Test
    void anSd2FileThatDoesNotSayOtherwisePredictsVelocity() {
        Path copy = folder.resolve("sd2.safetensors");
        try (Scope scope = Scope.open(); TensorSource source = TensorFile.open(Fixtures.path("ldm/sd2.ckpt"))) {
            SafetensorsWriter.write(copy, all(source), Map.of());
        }
        LdmCheckpoint model = LdmCheckpoint.open(copy);
        assertEquals("v_prediction", model.predictionType());
        assertEquals("v_prediction", model.config("scheduler").get("prediction_type").textValue());
        assertEquals(96, model.config("unet").get("sample_size").intValue());
        LdmCheckpoint base = model.predicting("epsilon");
        assertEquals("epsilon", base.config("scheduler").get("prediction_type").textValue());
        assertEquals(64, base.config("unet").get("sample_size").intValue());
        assertThrows(IllegalArgumentException.class, () -> model.predicting("sample"));
        assertThrows(IllegalArgumentException.class, () -> model.config("text_encoder_2"));
    }

    @Test
    void theAutoencoderIsReadUnderEveryNameItEverHad() {
        for (String name : new String[] {"vae-old-names", "vae-original", "sd1-vae"}) {
            assertSame("sd1-vae", VaeNames.modern(Safetensors.open(Fixtures.path("ldm/" + name + ".safetensors"))));
        }
    }

    @Test
    void aSingleFileRemembersWhoseTokenizerItHas() {
        Path file = Fixtures.path("ldm/sd1.safetensors");
        ModelFiles files = ModelFiles.singleFile(file, LdmCheckpoint.open(file), Path.of("words"));
        files.replace(Part.VAE, folder);
        assertEquals(Map.of("tokenizer", "words", "vae", folder.toString()), files.elsewhere());
    }

    @Test
    void anAutoencoderThatCannotBeNamedIsClosedAgain() throws IOException {
        Path file = write(Map.of("decoder.norm_out.bias", new long[] {2}, "decoder.conv_norm_out.bias", new long[] {2}));
        ModelFiles files = ModelFiles.folder(Fixtures.path("pipelines/sd15"));
        files.replace(Part.VAE, file);
        String message = assertThrows(IllegalArgumentException.class, () -> files.weights(Part.VAE)).getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains("two names of one tensor"), message);
        assertFalse(isOpen(file));
    }

    /** Whether this process has {@code file} open, where the system says that. */
    private static boolean isOpen(Path file) throws IOException {
        File[] all = new File("/proc/self/fd").listFiles();
        for (File one : all == null ? new File[0] : all) {
            if (one.getCanonicalFile().equals(file.toFile().getCanonicalFile())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void otherModelsAreCalledByTheirName() {
        assertRefused("an inpainting model", Map.of(FIRST, new long[] {320, 9, 3, 3}));
        assertRefused("a model whose latents have not 4 channels", Map.of(FIRST, new long[] {320, 16, 3, 3}));
        assertRefused("the SDXL refiner", Map.of(FIRST, new long[] {384, 4, 3, 3},
                "conditioner.embedders.0.model.ln_final.bias", new long[] {2}));
        assertRefused("but FLUX", Map.of("double_blocks.0.img_attn.norm.key_norm.scale", new long[] {2}));
        assertRefused("but Stable Diffusion 3", Map.of("model.diffusion_model.joint_blocks.0.x", new long[] {2}));
        assertRefused("the diffusers layout: give its folder", Map.of("down_blocks.0.resnets.0.norm1.bias", new long[] {2}));
        assertRefused("a LoRA", Map.of("lora_unet_x", new long[] {2}));
        assertRefused("give it with --vae", Map.of("encoder.conv_in.weight", new long[] {2}));
        assertRefused("something else", Map.of("x", new long[] {2}));
    }

    @Test
    void theWidthTellsTheVersionWhereTheTextEncoderIsLeftOut() {
        String context = "model.diffusion_model.input_blocks.2.1.transformer_blocks.0.attn2.to_k.weight";
        Path file = write(Map.of(FIRST, new long[] {320, 4, 3, 3}, context, new long[] {1, 1024}));
        LdmCheckpoint model = LdmCheckpoint.open(file);
        assertEquals(LdmKind.SD2, model.kind());
        String message = assertThrows(IllegalArgumentException.class, model::textEncoder).getMessage();
        assertTrue(message.startsWith(file + ": has no such component"), message);
        Path narrow = write(Map.of(FIRST, new long[] {320, 4, 3, 3}, context, new long[] {1, 768}));
        assertEquals(LdmKind.SD1, LdmCheckpoint.open(narrow).kind());
    }

    private void assertRefused(String expected, Map<String, long[]> shapes) {
        Path file = write(shapes);
        String message = assertThrows(IllegalArgumentException.class, () -> LdmCheckpoint.open(file)).getMessage();
        assertTrue(message.startsWith(file + ": is not the single file of a Stable Diffusion 1.x"), message);
        assertTrue(message.contains(expected), message);
    }

    private Path write(Map<String, long[]> shapes) {
        Path file = folder.resolve("x.safetensors");
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new HashMap<>();
            shapes.forEach((name, shape) -> tensors.put(name, torch.zeros(shape, new TensorOptions(ScalarType.Half))));
            SafetensorsWriter.write(file, tensors, Map.of());
        }
        return file;
    }

    private static Map<String, Tensor> all(TensorSource source) {
        Map<String, Tensor> tensors = new HashMap<>();
        source.names().forEach(name -> tensors.put(name, source.read(name)));
        return tensors;
    }

    private static void assertSame(String expected, TensorSource view) {
        try (Scope scope = Scope.open(); Safetensors reference = Fixtures.open("ldm/" + expected + ".safetensors");
                TensorSource found = view) {
            assertEquals(new TreeSet<>(reference.names()), new TreeSet<>(found.names()), expected);
            for (String name : reference.names()) {
                assertArrayEquals(reference.shape(name), found.shape(name), name);
                Tensor tensor = found.read(name);
                assertTrue(tensor.is_contiguous(), name);
                assertTrue(reference.read(name).equal(tensor), name);
                found.release(name);
            }
        }
    }
}

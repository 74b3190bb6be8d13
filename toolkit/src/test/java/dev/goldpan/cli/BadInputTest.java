package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a user does wrong ends with exit code 2, one line that says what, where and what to do, and no files. */
class BadInputTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void copyTheModel() throws IOException {
        model = folder.resolve("model");
        Path source = Fixtures.path("pipelines/sd15");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, model.resolve(source.relativize(file).toString()));
            }
        }
    }

    @Test
    void missingModelsAndPartsAreNamed() throws IOException {
        refused(List.of("nowhere: there is no such file or folder", "model_index.json"),
                "--model", folder.resolve("nowhere").toString());
        Files.delete(model.resolve(UNET));
        refused(List.of("unet", "no weights", "diffusion_pytorch_model.safetensors"));
        Files.delete(model.resolve("unet/config.json"));
        refused(List.of("unet/config.json: the file is missing"));
        Files.delete(model.resolve("tokenizer/vocab.json"));
        Files.delete(model.resolve("model_index.json"));
        refused(List.of("model_index.json: the file is missing"));
    }

    @Test
    void aMissingTokenizerOrSchedulerIsNamed() throws IOException {
        Files.delete(model.resolve("scheduler/scheduler_config.json"));
        refused(List.of("scheduler_config.json: the file is missing"));
        Files.copy(Fixtures.path("pipelines/sd15/scheduler/scheduler_config.json"),
                model.resolve("scheduler/scheduler_config.json"));
        Files.delete(model.resolve("tokenizer/vocab.json"));
        refused(List.of("tokenizer", "vocab.json"));
    }

    @Test
    void otherPipelinesAreNotTriedOut() throws IOException {
        Files.writeString(model.resolve("model_index.json"), "{\"_class_name\": \"FluxPipeline\"}");
        refused(List.of("model_index.json", "FluxPipeline", "StableDiffusionPipeline"));
        Files.writeString(model.resolve("model_index.json"), "{\"_class_name\": ");
        refused(List.of("model_index.json", "not JSON"));
    }

    @Test
    void networksThatDoNotFitEachOtherAreRefused() {
        refused(List.of("cross_attention_dim is 24", "20 wide"), "--unet", Fixtures.path("pipelines/sd21").toString());
        refused(List.of("--unet", "nowhere"), "--unet", folder.resolve("nowhere").toString());
    }

    @Test
    void tensorsOfAnotherShapeAreNamedWithBothShapes() {
        rewrite(UNET, tensors -> tensors.put("conv_in.weight", torch.zeros(6, 3, 3, 3)));
        refused(List.of(UNET, "'conv_in.weight' has shape [6, 3, 3, 3], expected [6, 4, 3, 3]"));
    }

    @Test
    void tensorsThatAreMissingOrTooManyAreNamed() {
        rewrite(UNET, tensors -> tensors.put("conv_extra.weight", tensors.remove("conv_out.weight")));
        refused(List.of(UNET, "'conv_out.weight' is missing"));
        rewrite(UNET, tensors -> tensors.put("conv_out.weight", tensors.get("conv_extra.weight")));
        refused(List.of(UNET, "conv_extra.weight"));
    }

    @Test
    void aFaultyAutoencoderIsFoundBeforeTheWorkBegins() {
        String vae = "vae/diffusion_pytorch_model.safetensors";
        rewrite(vae, tensors -> tensors.remove("decoder.conv_out.bias"));
        assertFalse(refused(List.of(vae, "'decoder.conv_out.bias' is missing"), "--steps", "1000").err().contains("denoising"));
    }

    @Test
    void damagedAndHostileWeightsAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(model.resolve(UNET));
        Files.write(model.resolve(UNET), Arrays.copyOf(whole, whole.length / 2));
        refused(List.of(UNET));
        Files.write(model.resolve(UNET), new byte[3]);
        refused(List.of(UNET));
        Files.write(model.resolve(UNET), safetensors(Long.MAX_VALUE, "{}"));
        refused(List.of(UNET));
        for (String header : List.of(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-16,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,1600]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],"
                        + "\"data_offsets\":[4,12]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,16]}}",
                "{\"a\":{\"dtype\":\"X99\",\"shape\":[4],\"data_offsets\":[0,16]}}",
                "[".repeat(100_000), "not json")) {
            Files.write(model.resolve(UNET), safetensors(header.length(), header));
            refused(List.of(UNET));
        }
    }

    private static byte[] safetensors(long length, String header) {
        return ByteBuffer.allocate(8 + header.length() + 16).order(ByteOrder.LITTLE_ENDIAN).putLong(length)
                .put(header.getBytes(StandardCharsets.US_ASCII)).array();
    }

    @Test
    void picklesThatCouldDoAnythingAreRefused() throws IOException {
        Files.delete(model.resolve(UNET));
        Files.copy(Fixtures.path("weights/os-system.pt"), model.resolve("unet/diffusion_pytorch_model.bin"));
        refused(List.of("diffusion_pytorch_model.bin", "system"));
    }

    @Test
    void hostileConfigurationsAreRefused() throws IOException {
        Path config = model.resolve("unet/config.json");
        String sound = Files.readString(config);
        Files.writeString(config, sound.replaceFirst("\"layers_per_block\": 1", "\"layers_per_block\": 2000000000"));
        refused(List.of("unet/config.json", "layers_per_block"));
        Files.writeString(config, "[".repeat(200_000));
        refused(List.of("unet/config.json", "not JSON"));
        Files.writeString(config, sound);
        Path scheduler = model.resolve("scheduler/scheduler_config.json");
        Files.writeString(scheduler, Files.readString(scheduler).replace("PNDMScheduler", "LMSDiscreteScheduler"));
        refused(List.of("scheduler_config.json", "LMSDiscreteScheduler", "PNDMScheduler"));
    }

    @Test
    void valuesOutOfRangeNameTheOption() {
        refused(List.of("--size", "500x512", "multiples of 8"), "--size", "500x512");
        refused(List.of("--size", "0x64"), "--size", "0x64");
        refused(List.of("--size", "'big'", "512x768"), "--size", "big");
        refused(List.of("--steps", "0", "1 to 1000"), "--steps", "0");
        refused(List.of("--steps", "'many'"), "--steps", "many");
        refused(List.of("--guidance", "NaN"), "--guidance", "NaN");
        refused(List.of("--guidance-rescale", "1.5", "[0.0, 1.0]"), "--guidance-rescale", "1.5");
        refused(List.of("--eta", "2.0"), "--eta", "2");
        refused(List.of("--clip-skip", "9", "3 layers"), "--clip-skip", "9");
        refused(List.of("--count", "0"), "-n", "0");
        refused(List.of("--seed", "-1"), "--seed", "-1");
        refused(List.of("--batch", "1000"), "--batch", "1000");
        refused(List.of("--device", "tpu", "cuda"), "--device", "tpu");
        refused(List.of("--precision", "fp8", "bf16"), "--precision", "fp8");
    }

    @Test
    void unknownSamplersListTheKnownOnes() {
        refused(List.of("'eular'", "did you mean 'euler'", "ddim", "dpm++2m-karras"), "--sampler", "eular");
        refused(List.of("eta", "ddim only"), "--sampler", "heun", "--eta", "0.5");
    }

    @Test
    void whatTheMachineCannotHoldIsRefusedWithWhatWasNeeded() {
        refused(List.of("out of memory", "GB", "--size"), "--size", "16384x16384", "--batch", "64", "-n", "64");
    }

    @Test
    void placesThatCannotBeWrittenToAreFoundFirst() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        refused(List.of("--out", "is not a folder"), "--out", file.resolve("sub").toString());
        refused(List.of("--trace", "is a folder"), "--trace", folder.toString());
        Told.refused("--out: " + folder + " is a folder; name a file", "attention", "a cat", "--out", folder.toString());
        Told.refused("--out: " + folder + " is a folder; name a file", "replay", "any.png", "--out", folder.toString());
    }

    @Test
    void foldersOfNewFilesAreMade() throws IOException {
        Path file = folder.resolve("new/deep/x.png");
        Destination.checkFile("--out", file);
        Destination.write(file, new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(file));
    }

    @Test
    void whatNobodyWouldHearIsRefused() {
        refused(List.of("--tokens: goes with a loss; give one with --guide", "attend-excite"), "--tokens", "cat");
        refused(List.of("--variant: goes with a loss"), "--variant", "code");
        refused(List.of("--slice: goes with a loss"), "--slice", "inner");
        refused(List.of("--fallback: is of conform"), "--guide", "initno", "--fallback", "zero");
        refused(List.of("--variant: attend-excite is computed in one way"), "--guide", "attend-excite", "--variant", "paper");
        refused(List.of("--prompt2", "has one text encoder"), "--prompt2", "a dog");
        refused(List.of("--tokenizer: " + model + " has its own"), "--tokenizer", model.toString());
        refused(List.of("--tokenizer: mini has its own"), "--model", "mini", "--tokenizer", model.toString());
    }

    @Test
    void aSingleFileNeedsATokenizer() {
        refused(List.of("sd1.safetensors", "--tokenizer"), "--model", Fixtures.path("ldm/sd1.safetensors").toString());
        refused(List.of("'conv_in.bias' has shape [4], expected [320]"),
                "--model", Fixtures.path("ldm/sd1.safetensors").toString(), "--tokenizer", model.toString());
    }

    @Test
    void promptsThatAreTooLongAreCutWithAWarning() {
        Told told = generate("--prompt", "cat ".repeat(75) + "and a very late balloon", "--steps", "2");
        assertEquals(0, told.exitCode(), told.err());
        assertTrue(told.err().contains("--prompt is too long: the text encoder reads 75 tokens, and this was cut off: "
                + "\"and a very late balloon\""), told.err());
    }

    private Told refused(List<String> saying, String... options) {
        Told told = generate(options);
        assertEquals(2, told.exitCode(), told.err());
        assertEquals("", told.out());
        assertEquals(1, told.err().lines().count(), told.err());
        assertTrue(told.err().startsWith("goldpan: "), told.err());
        for (String part : saying) {
            assertTrue(told.err().contains(part), told.err() + " does not say '" + part + "'");
        }
        assertFalse(Files.exists(folder.resolve("out")), "files were written");
        return told;
    }

    /** Later options override these. */
    private Told generate(String... options) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("--model", model.toString(), "--prompt", "a cat", "--steps", "3",
                "--precision", "fp32", "--out", folder.resolve("out").toString()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        List<String> words = new ArrayList<>(List.of("generate"));
        all.forEach((option, value) -> words.addAll(List.of(option, value)));
        return Told.run(words.toArray(String[]::new));
    }

    private interface Change {
        void to(Map<String, Tensor> tensors);
    }

    private void rewrite(String file, Change change) {
        try (Scope scope = Scope.open(); Safetensors source = Safetensors.open(model.resolve(file))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            source.names().forEach(name -> tensors.put(name, source.read(name).clone()));
            change.to(tensors);
            SafetensorsWriter.write(model.resolve(file), tensors, Map.of());
        }
    }
}

package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole pipelines, from the command line to the picture's file, against diffusers (reference/pipelines.py). */
@ExtendWith(OneThread.class)
class PipelineTest {
    private static final Set<String> EXACT = Set.of("token_ids", "negative_token_ids", "timesteps", "latents.0");
    private static final Set<String> TEXT = Set.of("prompt_embeds", "negative_prompt_embeds", "pooled");
    private static final double HALF_A_LEVEL = 0.5 / 255 + 1e-5;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyCaseEqualsTheReference() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(Files.readAllBytes(Fixtures.path("pipelines/cases.json")));
        return cases.properties().stream().map(asked -> DynamicTest.dynamicTest(asked.getKey(), () -> {
            try (Scope scope = Scope.open()) {
                compare(asked.getKey(), asked.getValue());
            }
        }));
    }

    private void compare(String name, JsonNode asked) {
        Path trace = folder.resolve(name + ".safetensors");
        Told told = Told.run(options(asked, folder.resolve(name), trace));
        assertEquals(0, told.exitCode(), told.err());
        try (Safetensors expected = Fixtures.open("pipelines/traces/" + name + ".safetensors");
                Safetensors found = Safetensors.open(trace)) {
            assertEquals(calls(expected.names()), calls(found.names()));
            for (String key : expected.names()) {
                Tensor reference = expected.read(key);
                Tensor actual = found.read(key);
                boolean constant = reference.eq(reference.flatten().narrow(0, 0, 1)).all().item_bool(); // SDXL's "no negative"
                if (constant || EXACT.contains(key)) {
                    assertTrue(reference.to(ScalarType.Double).equal(actual.to(ScalarType.Double)), key);
                } else {
                    Fixtures.assertClose(key, reference, actual, TEXT.contains(key) ? Fixtures.MODULE : Fixtures.LOOP);
                }
            }
            comparePictures(told, found.read("image"));
        }
    }

    private static void comparePictures(Told told, Tensor image) {
        List<String> files = told.out().lines().toList();
        assertEquals(image.size(0), files.size());
        for (int i = 0; i < files.size(); i++) {
            Tensor shown = Images.tensor(Png.decode(read(Path.of(files.get(i)))));
            double difference = shown.sub(image.narrow(0, i, 1)).abs().max().item_double();
            assertTrue(difference <= HALF_A_LEVEL, files.get(i) + " is off by " + difference);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> calls(Set<String> names) {
        Set<String> calls = new TreeSet<>(names);
        calls.removeIf(name -> !name.startsWith("latents."));
        return calls;
    }

    private static String[] options(JsonNode asked, Path out, Path trace) {
        JsonNode seeds = asked.get("seeds");
        List<String> options = new ArrayList<>(List.of("generate", "--precision", "fp32", "--device", "cpu",
                "--model", Fixtures.path("pipelines/" + asked.get("model").asText()).toString(),
                "--seed", seeds.get(0).asText(), "-n", Integer.toString(seeds.size()),
                "--out", out.toString(), "--trace", trace.toString()));
        for (String key : List.of("prompt", "prompt_2", "negative", "sampler", "steps", "guidance", "guidance_rescale", "eta",
                "clip_skip")) {
            if (asked.hasNonNull(key)) {
                options.add("--" + (key.equals("prompt_2") ? "prompt2" : key.replace('_', '-')));
                options.add(asked.get(key).asText());
            }
        }
        if (asked.hasNonNull("size")) {
            options.add("--size");
            options.add(asked.at("/size/0").asText() + "x" + asked.at("/size/1").asText());
        }
        return options.toArray(String[]::new);
    }
}

package dev.goldpan.text;

import static dev.goldpan.fixtures.Fixtures.MODULE;
import static dev.goldpan.fixtures.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptEncoderTest {
    private static final String CATS = "cat ".repeat(90) + "and a red balloon, very late";

    private static ClipTower tower(String words, String encoder, Precision precision) throws IOException {
        return new ClipTower(ClipTokenizer.open(Fixtures.path("text/tokenizer/" + words)), ClipTextTest.load(encoder, precision));
    }

    private static SdxlPrompts sdxl(boolean zerosForNone, int skip) throws IOException {
        return new SdxlPrompts(tower("sd1", "l", Precision.FP32), tower("sdxl2", "bigg", Precision.FP32), zerosForNone, skip);
    }

    private static Safetensors io() {
        return Fixtures.open("text/prompts/io.safetensors");
    }

    @ParameterizedTest
    @CsvSource({"sd1, l, 0", "sd1, l, 1", "sd1, l, 3", "sd2, h, 0", "sd2, h, 1", "sd2, h, 3"})
    void oneEncoderEqualsDiffusers(String model, String encoder, int skip) throws IOException {
        List<Prompt> prompts = List.of(new Prompt("a cat and a red balloon"), new Prompt(CATS, null, "ugly!", null));
        try (Scope scope = Scope.open(); Safetensors io = io();
                PromptEncoder words = new ClipPrompts(tower(model, encoder, Precision.FP32), skip)) {
            Conditioning given = words.encode(prompts, 512, 512);
            assertClose("positive", io.read(model + "." + skip + ".positive"), given.context(), MODULE);
            assertClose("negative", io.read(model + "." + skip + ".negative"),
                    words.encodeNegative(prompts, 512, 512).context(), MODULE);
            assertNull(given.pooled());
            assertNull(given.sizes());
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-",
            value = {"plain, -, -, -, 0", "second, two dogs!, ugly!, -, 0", "both, two dogs!, '', blurry, 2"})
    void twoEncodersEqualDiffusers(String name, String second, String negative, String negativeSecond, int skip)
            throws IOException {
        List<Prompt> prompts = List.of(new Prompt("a cat and a red balloon", second, negative, negativeSecond));
        try (Scope scope = Scope.open(); Safetensors io = io(); PromptEncoder words = sdxl(true, skip)) {
            Conditioning given = words.encode(prompts, 1024, 768);
            assertClose("positive", io.read("sdxl." + name + ".positive"), given.context(), MODULE);
            assertClose("pooled", io.read("sdxl." + name + ".pooled"), given.pooled(), MODULE);
            Conditioning away = words.encodeNegative(prompts, 1024, 768);
            if (negative == null) {
                assertEquals(0, away.context().abs().max().item_double());
                assertEquals(0, away.pooled().abs().max().item_double());
                assertEquals(List.of(1L, 77L, 72L), IntStream.range(0, 3).mapToObj(i -> away.context().size(i)).toList());
            } else {
                assertClose("negative", io.read("sdxl." + name + ".negative"), away.context(), MODULE);
                assertClose("negative pooled", io.read("sdxl." + name + ".negative_pooled"), away.pooled(), MODULE);
            }
            float[] sizes = new float[6];
            given.sizes().contiguous().data_ptr_float().get(sizes);
            assertEquals("[1024.0, 768.0, 0.0, 0.0, 1024.0, 768.0]", Arrays.toString(sizes));
        }
    }

    @Test
    void withoutZerosNoNegativeIsAnEmptyText() throws IOException {
        List<Prompt> none = List.of(new Prompt("a cat"));
        List<Prompt> empty = List.of(new Prompt("a dog", null, "", null));
        try (Scope scope = Scope.open(); PromptEncoder words = sdxl(false, 0)) {
            Conditioning away = words.encodeNegative(none, 64, 64);
            assertClose("negative", words.encodeNegative(empty, 64, 64).context(), away.context(), 0);
        }
    }

    @Test
    void aTextHasTheSameFeaturesInAnyBatch() throws IOException {
        Prompt cat = new Prompt("a cat");
        try (Scope scope = Scope.open(); PromptEncoder words = sdxl(true, 0); PromptEncoder others = sdxl(true, 0)) {
            Conditioning alone = words.encode(List.of(cat), 64, 64);
            Conditioning mixed = others.encode(List.of(new Prompt("dogs"), cat, new Prompt("a bird"), cat), 64, 64);
            assertEquals(4, mixed.batch());
            assertEquals(4, mixed.sizes().size(0));
            for (int row : new int[] {1, 3}) {
                assertClose("context", alone.context(), mixed.context().narrow(0, row, 1), 0);
                assertClose("pooled", alone.pooled(), mixed.pooled().narrow(0, row, 1), 0);
            }
        }
    }

    @Test
    void featuresOutliveTheEncoder() throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor first;
            Tensor again;
            try (PromptEncoder words = new ClipPrompts(tower("sd2", "h", Precision.BF16), 0)) {
                List<Prompt> many = IntStream.range(0, 70).mapToObj(i -> new Prompt(i + " cats")).toList();
                first = words.encode(many, 64, 64).context();
                again = words.encode(Collections.nCopies(3, many.get(0)), 64, 64).context();
            }
            assertEquals(ScalarType.Float, first.scalar_type().intern());
            assertEquals(70, first.size(0));
            assertClose("encoded again after being forgotten", first.narrow(0, 0, 1), again.narrow(0, 2, 1), 0);
        }
    }

    @Test
    void showsThePromptAsEveryEncoderReadsIt() throws IOException {
        try (PromptEncoder words = sdxl(true, 0)) {
            List<Tokens> tokens = words.tokens(new Prompt("a cat", CATS, null, null));
            assertEquals(2, tokens.size());
            assertEquals("", tokens.get(0).cut());
            assertTrue(tokens.get(1).cut().endsWith("very late"));
            assertEquals(0, words.tokens(new Prompt("a cat")).get(1).all().get(76).id());
        }
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        assertRefused("--clip-skip: 6", () -> new ClipPrompts(tower("sd1", "l", Precision.FP32), 6));
        assertRefused("--clip-skip: -1", () -> new ClipPrompts(tower("sd1", "l", Precision.FP32), -1));
        assertRefused("--clip-skip: 5", () -> sdxl(true, 5));
        assertRefused("vocab_size", () -> tower("inversion", "l", Precision.FP32));
        assertRefused("text_encoder_2",
                () -> new SdxlPrompts(tower("sd1", "l", Precision.FP32), tower("sd1", "l", Precision.FP32), true, 0));
        assertRefused("--prompt", () -> new Prompt(null));
    }

    private static void assertRefused(String fragment, Executable attempt) {
        String message = assertThrows(IllegalArgumentException.class, attempt).getMessage();
        assertTrue(message.contains(fragment) && !message.contains("\n"), message);
    }
}

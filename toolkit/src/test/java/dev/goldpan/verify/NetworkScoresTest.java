package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.ClipScore.Convention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkScoresTest {
    @TempDir
    static Path folder;
    private static Verifiers verifiers;

    @BeforeAll
    static void write() throws IOException {
        verifiers = TinyVerifiers.in(folder);
    }

    /** Pictures of different sizes, each with everything that can be shown. */
    private static List<Evidence> candidates() {
        torch.manual_seed(5);
        List<Evidence> shown = new ArrayList<>();
        String[] prompts = {"a cat in red", "a dog", "an owl"};
        for (int i = 0; i < prompts.length; i++) {
            shown.add(new Evidence(null, torch.rand(1, 3, 20, 20), null, torch.rand(1, 3, 16 + 4L * i, 16),
                    new Prompt(prompts[i]), i));
        }
        return shown;
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip", "siglip", "preference", "aesthetic", "class", "class-probability", "dino-class", "clip-class", "dino-ssl",
            "clip-ssl", "siglip-ssl"})
    void scoresInAnyCompanyAndHasGradients(String name) {
        try (Scope scope = Scope.open(); Verifier verifier = verifiers.open(name)) {
            List<Evidence> shown = candidates();
            List<Score> together = verifier.score(shown);
            assertEquals(name, verifier.info().name());
            assertEquals(64, verifier.info().hash().length());
            assertTrue(verifier.info().gigaflops() > 0);
            for (int i = 0; i < shown.size(); i++) {
                double value = together.get(i).value();
                assertEquals(value, verifier.score(List.of(shown.get(i))).get(0).value(), 1e-5);
                assertTrue(value >= verifier.info().range().least() - 1e-6 && value <= verifier.info().range().most() + 1e-6);
                for (int j = 0; j < i; j++) {
                    assertNotEquals(value, together.get(j).value());
                }
            }
            Tensor image = shown.get(0).image().clone().requires_grad_(true);
            Evidence moving = new Evidence(null, shown.get(0).x0At(), null, image, shown.get(0).prompt(), null);
            Tensor values = ((Differentiable) verifier).differentiable(List.of(moving));
            assertEquals(together.get(0).value(), values.item_double(), 1e-5);
            values.sum().backward();
            assertTrue(image.grad().abs().sum().item_double() > 0);
        }
    }

    @Test
    void conventionsAreScalesOfOneCosine() {
        try (Scope scope = Scope.open()) {
            List<Evidence> shown = candidates();
            double[] cosine = values(Convention.COSINE, shown);
            double[] percent = values(Convention.PERCENT, shown);
            double[] logit = values(Convention.LOGIT, shown);
            assertTrue(Arrays.stream(cosine).anyMatch(c -> c > 0));
            for (int i = 0; i < cosine.length; i++) {
                assertEquals(100 * Math.max(0, cosine[i]), percent[i], 1e-4);
                assertEquals(logit[0] / cosine[0], logit[i] / cosine[i], 1e-4); // one learned factor
            }
            double[] hessel = values(Convention.HESSEL, List.of(Evidence.of(shown.get(0).image(), new Prompt("a cat"))));
            double[] asWritten = values(Convention.COSINE,
                    List.of(Evidence.of(shown.get(0).image(), new Prompt("A photo depicts a cat"))));
            assertEquals(2.5 * Math.max(0, asWritten[0]), hessel[0], 1e-6);
        }
    }

    private static double[] values(Convention convention, List<Evidence> shown) {
        try (Verifier verifier = ClipScore.open("clip", folder.resolve("clip"), convention, Device.CPU, Precision.FP32)) {
            return verifier.score(shown).stream().mapToDouble(Score::value).toArray();
        }
    }

    @Test
    void aSavedPictureHasTheScoreItHad() {
        try (Scope scope = Scope.open(); Verifier clip = verifiers.open("clip")) {
            Evidence shown = candidates().get(0);
            Tensor saved = Images.tensor(Images.pictures(shown.image()).get(0));
            assertEquals(clip.score(List.of(shown)), clip.score(List.of(Evidence.of(saved, shown.prompt()))));
        }
    }

    @Test
    void identicalEarlyAndLatePicturesAreOneDirection() {
        try (Scope scope = Scope.open(); Verifier verifier = verifiers.open("dino-ssl")) {
            Tensor image = torch.rand(1, 3, 16, 16);
            assertEquals(1, verifier.score(List.of(new Evidence(null, image, null, image, null, null))).get(0).value(), 1e-5);
            assertEquals(0.4, verifier.info().sigma());
        }
    }

    @Test
    void foldsTheMapsOfAnAestheticHead() {
        try (Scope scope = Scope.open(); Verifier aesthetic = verifiers.open("aesthetic");
                Verifier clip = verifiers.open("clip")) {
            torch.manual_seed(3); // the head as it was written
            torch.randn(40, 8);
            Tensor w1 = torch.randn(4, 12);
            Tensor b1 = torch.randn(4);
            Tensor w2 = torch.randn(1, 4);
            Tensor b2 = torch.randn(1);
            VerifierFolder files = new VerifierFolder(folder.resolve("clip"));
            Tensor image = torch.rand(1, 3, 16, 16);
            Tensor direction = ClipScore.dual(files, Device.CPU, Precision.FP32).features(files.preprocessing().of(image));
            double wanted = torch.linear(torch.linear(direction, w1, b1), w2, b2).item_double();
            assertEquals(wanted, aesthetic.score(List.of(Evidence.of(image, null))).get(0).value(), 1e-5);
        }
    }

    @Test
    void zeroShotClassesAreMeansOfTemplates() {
        VerifierFolder files = new VerifierFolder(folder.resolve("clip"));
        try (Scope scope = Scope.open(); Verifier classes = new ClassScore("zero-shot", "", new ZeroShotClasses(
                ClipScore.dual(files, Device.CPU, Precision.FP32), files.preprocessing(), files.tokenizer(),
                ClassNames.of(List.of("cat", "dog, hound", "lion")), List.of("a {}")), false)) {
            Tensor image = candidates().get(0).image();
            double[] logits = values(Convention.LOGIT, List.of(Evidence.of(image, new Prompt("a dog"))));
            assertEquals(logits[0], classes.score(List.of(Evidence.of(image, new Prompt("two hound and red")))).get(0).value(), 1e-4);
            String said = assertThrows(IllegalArgumentException.class, () -> classes.checkPrompt(new Prompt("a cat and a dog")))
                    .getMessage();
            assertEquals("zero-shot: scores one class, and the prompt “a cat and a dog” names cat, dog", said);
        }
    }

    @Test
    void classesOfAClipAreThoseOfItsFolder(@TempDir Path own) throws IOException {
        Verifiers there = TinyVerifiers.in(own);
        try (Verifier world = there.open("clip-class")) {
            world.checkPrompt(new Prompt("three penguins"));
            assertThrows(IllegalArgumentException.class, () -> world.checkPrompt(new Prompt("a goldfish")));
        }
        Files.writeString(own.resolve("clip/" + ClassScore.NAMES), "tench, Tinca tinca\ngoldfish\n\n");
        try (Verifier fish = there.open("clip-class")) {
            fish.checkPrompt(new Prompt("a goldfish"));
            assertThrows(IllegalArgumentException.class, () -> fish.checkPrompt(new Prompt("a penguin")));
        }
    }

    @Test
    void everyHeadHasItsOwnClasses(@TempDir Path own) throws IOException {
        Verifiers there = TinyVerifiers.in(own);
        try (Verifier dino = there.open("dino-class")) {
            assertThrows(IllegalArgumentException.class, () -> dino.checkPrompt(new Prompt("a ribbon")));
        }
        try (Scope scope = Scope.open(); Verifier inception = there.open("class"); Verifier share = there.open("class-probability")) {
            inception.checkPrompt(new Prompt("a ribbon"));
            Tensor image = candidates().get(0).image();
            double[] logits = new double[5];
            double[] shares = new double[5];
            String[] words = {"cat", "dog", "owl", "car", "bow"};
            for (int i = 0; i < words.length; i++) {
                List<Evidence> shown = List.of(Evidence.of(image, new Prompt(words[i])));
                logits[i] = inception.score(shown).get(0).value();
                shares[i] = share.score(shown).get(0).value();
            }
            double whole = Arrays.stream(logits).map(Math::exp).sum();
            for (int i = 0; i < words.length; i++) {
                assertEquals(Math.exp(logits[i]) / whole, shares[i], 1e-5);
            }
        }
    }

    @Test
    void saysWhatIsMissing() {
        try (Scope scope = Scope.open(); Verifier clip = verifiers.open("clip"); Verifier ssl = verifiers.open("clip-ssl")) {
            Evidence imageOnly = Evidence.of(torch.rand(1, 3, 16, 16), null);
            assertEquals("clip: needs [PROMPT], which the evidence does not have",
                    assertThrows(IllegalArgumentException.class, () -> clip.score(List.of(imageOnly))).getMessage());
            assertTrue(assertThrows(IllegalArgumentException.class, () -> ssl.score(List.of(imageOnly))).getMessage()
                    .contains("X0_AT_SIGMA"));
        }
    }

    @Test
    void hashesTellWeightsAndSettingsApart() {
        try (Verifier clip = verifiers.open("clip"); Verifier siglip = verifiers.open("siglip");
                Verifier again = verifiers.open("clip"); Verifier other = ClipScore.open("clip", folder.resolve("clip"),
                        Convention.HESSEL, Device.CPU, Precision.FP32)) {
            assertEquals(clip.info().hash(), again.info().hash());
            assertNotEquals(clip.info().hash(), siglip.info().hash());
            assertNotEquals(clip.info().hash(), other.info().hash());
        }
    }

    @Test
    void theHashIsThatOfEveryShard(@TempDir Path sharded) throws IOException {
        Files.writeString(sharded.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}}");
        Set<String> hashes = new HashSet<>();
        for (double last : new double[] {1, 2}) {
            try (Scope scope = Scope.open()) {
                SafetensorsWriter.write(sharded.resolve("1.safetensors"), Map.of("a", torch.zeros(2)), Map.of());
                SafetensorsWriter.write(sharded.resolve("2.safetensors"),
                        Map.of("b", torch.full(new long[] {2}, new Scalar(last))), Map.of());
            }
            VerifierFolder files = new VerifierFolder(sharded);
            files.source().close();
            hashes.add(files.hash(""));
        }
        assertEquals(2, hashes.size());
    }

    @Test
    void knowsTheNames() {
        for (String name : List.of("clpi", "", "ensemble:clip", "ensemble:clip+nothing", "ensemble:clip+fid")) {
            String message = assertThrows(IllegalArgumentException.class, () -> verifiers.open(name)).getMessage();
            assertFalse(message.contains("\n"), message);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> verifiers.open("asthetic")).getMessage()
                .contains("did you mean 'aesthetic'"));
        try (Verifier both = verifiers.open("ensemble:clip+aesthetic")) {
            assertEquals("ensemble:clip+aesthetic", both.info().name());
            assertEquals(VerifierInfo.Scope.POOL, both.info().scope());
        }
        Verifiers nowhere = new Verifiers(folder.resolve("nowhere"), Device.CPU, Precision.FP32, verifiers.patience());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> nowhere.open("clip")).getMessage()
                .contains("no such folder"));
    }

    @Test
    void aToyPrefersWhatCompresses() {
        try (Scope scope = Scope.open()) {
            List<Evidence> shown = List.of(Evidence.of(torch.rand(1, 3, 32, 32), null),
                    Evidence.of(torch.full(new long[] {1, 3, 32, 32}, new Scalar(0.3)), null));
            List<Score> small = new JpegSize(false).score(shown);
            assertTrue(small.get(0).value() < small.get(1).value());
            assertEquals(-small.get(0).value(), new JpegSize(true).score(shown).get(0).value());
        }
    }
}

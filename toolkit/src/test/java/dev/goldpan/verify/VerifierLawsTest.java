package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.laws.FakeVerifier;
import dev.goldpan.laws.VerifierLaws;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own verifiers keep the laws, and the laws notice those that do not. */
class VerifierLawsTest {
    @TempDir
    static Path folder;
    private static Verifiers verifiers;

    @BeforeAll
    static void write() throws IOException {
        verifiers = TinyVerifiers.in(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip", "clip-hessel", "clip-percent", "clip-logit", "siglip", "pick-score", "preference", "aesthetic", "class",
            "class-probability", "dino-class", "clip-class", "dino-ssl", "clip-ssl", "siglip-ssl", "jpeg", "jpeg-large", "ensemble:clip+jpeg"})
    void oursKeepThem(String name) {
        try (Verifier verifier = verifiers.open(name)) {
            VerifierLaws.check(verifier, 16);
        }
    }

    @Test
    void functionsOfPicturesAndTheFakeOnesKeepThem() {
        VerifierLaws.check(new PictureScore("corner", (picture, prompt) -> picture.getRGB(0, 0) + prompt.text().length()), 16);
        VerifierLaws.check(FakeVerifier.red(), 16);
        VerifierLaws.check(new FakeVerifier("noise", Set.of(Need.NOISE), shown -> shown.noise().mean().item_double()), 16);
    }

    @Test
    void offendersAreNamed() {
        AtomicInteger calls = new AtomicInteger();
        broken("same evidence", red((score, index, count) -> score + calls.getAndIncrement()));
        broken("order of the list", red((score, index, count) -> score + index));
        broken("who else", red((score, index, count) -> score + count));
        broken("nothing but what it says", new FakeVerifier("peeks", Set.of(Need.IMAGE),
                shown -> shown.image().mean().item_double() + (shown.latent() == null ? 0 : 1)));
        broken("not written to", new FakeVerifier("scribbles", Set.of(Need.IMAGE), shown -> {
            shown.image().select(3, 0).fill_(new Scalar(0.5));
            return 1;
        }));
    }

    private interface Change {
        double of(double score, int index, int count);
    }

    private static Verifier red(Change change) {
        return new Verifier() {
            @Override
            public VerifierInfo info() {
                return FakeVerifier.red().info();
            }

            @Override
            public List<Score> score(List<Evidence> shown) {
                List<Score> scores = new ArrayList<>();
                for (Score score : FakeVerifier.red().score(shown)) {
                    scores.add(Score.of(change.of(score.value(), scores.size(), shown.size())));
                }
                return scores;
            }
        };
    }

    private static void broken(String law, Verifier verifier) {
        String said = assertThrows(AssertionError.class, () -> VerifierLaws.check(verifier, 16)).getMessage();
        assertTrue(said.contains(law), said);
    }
}

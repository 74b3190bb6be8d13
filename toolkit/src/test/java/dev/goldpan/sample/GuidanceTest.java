package dev.goldpan.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class GuidanceTest {
    private static final List<Level> AT = List.of(new Level(400, 0.8, 0.6), new Level(10, 1, 0.05));
    private static final Conditioning PROMPTS = FakeNetwork.given(0.3, -0.4);

    private static Tensor x() {
        return new KeyedNoise(NoiseKey.of(0, "guidance")).normal(2, 3, 4, 5);
    }

    private static Denoiser network() {
        return Denoiser.of(new FakeNetwork(), Parametrisation.EPSILON);
    }

    @Test
    void movesAwayFromTheNegativePromptInOneBatch() {
        try (Scope scope = Scope.open()) {
            List<float[]> asked = new ArrayList<>();
            Denoiser recording = (x, at, given) -> {
                float[] rows = new float[(int) given.batch()];
                given.context().data_ptr_float().get(rows);
                asked.add(rows);
                return network().predict(x, at, given);
            };
            NfeCounter forwards = new NfeCounter(recording);
            NfeCounter nfe = new NfeCounter(new Guidance(forwards, FakeNetwork.given(0.1), 7.5, 0));
            Tensor with = network().predict(x(), AT, PROMPTS).output();
            Tensor without = network().predict(x(), AT, FakeNetwork.given(0.1, 0.1)).output();
            Tensor wanted = without.add(with.sub(without).mul(new Scalar(7.5)));
            Fixtures.assertClose("guided", wanted, nfe.predict(x(), AT, PROMPTS).output(), 1e-6);
            assertEquals(2, nfe.count());
            assertEquals(4, forwards.count());
            assertEquals(1, asked.size());
            assertArrayEquals(new float[] {0.1f, 0.1f, 0.3f, -0.4f}, asked.get(0), "unconditional first");
        }
    }

    @Test
    void aScaleOfOneOrLessIsOff() {
        try (Scope scope = Scope.open()) {
            NfeCounter forwards = new NfeCounter(network());
            Tensor wanted = network().predict(x(), AT, PROMPTS).output();
            assertTrue(new Guidance(forwards, FakeNetwork.given(0), 1, 0.7).predict(x(), AT, PROMPTS).output().equal(wanted));
            assertEquals(2, forwards.count());
        }
    }

    @Test
    void everyItemMayHaveItsOwnNegativePrompt() {
        try (Scope scope = Scope.open()) {
            Tensor both = new Guidance(network(), FakeNetwork.given(0.1, 0.9), 3, 0.7).predict(x(), AT, PROMPTS).output();
            Tensor second = new Guidance(network(), FakeNetwork.given(0.9), 3, 0.7)
                    .predict(x().narrow(0, 1, 1), AT.subList(1, 2), FakeNetwork.given(-0.4)).output();
            Fixtures.assertClose("second", second, both.narrow(0, 1, 1), 1e-6);
            assertThrows(IllegalArgumentException.class,
                    () -> new Guidance(network(), FakeNetwork.given(0, 0, 0), 3, 0).predict(x(), AT, PROMPTS));
        }
    }

    @Test
    void rescalingBringsBackTheSpreadOfTheConditionalOutput() {
        try (Scope scope = Scope.open()) {
            Tensor with = network().predict(x(), AT, PROMPTS).output();
            Tensor plain = new Guidance(network(), FakeNetwork.given(0.1), 7.5, 0).predict(x(), AT, PROMPTS).output();
            Tensor partly = new Guidance(network(), FakeNetwork.given(0.1), 7.5, 0.7).predict(x(), AT, PROMPTS).output();
            for (int item = 0; item < 2; item++) {
                double ratio = spread(with, item) / spread(plain, item);
                Tensor wanted = plain.narrow(0, item, 1).mul(new Scalar(0.7 * ratio + 0.3));
                Fixtures.assertClose("item " + item, wanted, partly.narrow(0, item, 1), 3e-6);
            }
            assertThrows(IllegalArgumentException.class, () -> new Guidance(network(), PROMPTS, 7.5, 1.5));
            assertThrows(IllegalArgumentException.class, () -> new Guidance(network(), PROMPTS, Double.NaN, 0));
        }
    }

    private static double spread(Tensor x, int item) {
        return x.narrow(0, item, 1).to(ScalarType.Double).std().item_double();
    }

    @Test
    void conditioningsAreJoinedChosenAndSpread() {
        try (Scope scope = Scope.open()) {
            Tensor rows = Tensor.create(new float[] {1, 2, 3}, 3, 1, 1);
            Conditioning full = new Conditioning(rows, rows.view(3, 1), rows.view(3, 1));
            Conditioning chosen = Conditioning.concat(List.of(full.select(2, 0, 2), full.select(1)));
            for (Tensor field : List.of(chosen.context(), chosen.pooled(), chosen.sizes())) {
                assertTrue(field.flatten(0, -1).equal(Tensor.create(3f, 1f, 3f, 2f)));
            }
            assertEquals(5, full.select(1).spread(5).batch());
            assertSame(full, full.spread(3));
            assertThrows(IllegalArgumentException.class, () -> Conditioning.concat(List.of(full, Conditioning.of(rows))));
        }
    }

    /** The same noisy latent in two coordinates, asked of networks of every parametrisation. */
    @Test
    void coordinatesDoNotMatter() {
        try (Scope scope = Scope.open()) {
            Level unit = new Level(300, 0.8, 0.6);
            Tensor x = x().narrow(0, 0, 1);
            for (Parametrisation predicts : Parametrisation.values()) {
                Denoiser model = Denoiser.of(new FakeNetwork(), predicts);
                Prediction vp = model.predict(x, List.of(unit), FakeNetwork.given(0));
                Prediction unscaled = model.predict(x.div(new Scalar(0.8)), List.of(unit.unscaled()), FakeNetwork.given(0));
                Fixtures.assertClose(predicts + " x0", vp.x0(), unscaled.x0(), 2e-6);
                Fixtures.assertClose(predicts + " eps", vp.eps(), unscaled.eps(), 2e-6);
                Tensor again = vp.x0().mul(new Scalar(0.8)).add(vp.eps().mul(new Scalar(0.6)));
                Fixtures.assertClose(predicts + " x", x, again, 2e-6);
            }
        }
    }
}

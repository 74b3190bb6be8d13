package dev.goldpan.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.guide.NoiseOptimizer.Evaluation;
import dev.goldpan.guide.NoiseOptimizer.Found;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NoiseOptimizerTest {
    @Test
    void divergesByTheClosedForm() {
        try (Scope scope = Scope.open()) {
            Tensor logvar = torch.full(new long[] {4}, new Scalar(0.02));
            Tensor mean = torch.full(new long[] {4}, new Scalar(0.05));
            assertEquals(0.00135067, NoiseOptimizer.divergence(torch.stack(new TensorVector(logvar, mean), 0)), 1e-6);
        }
    }

    @Test
    void lowersTheLossAndCountsWhatItSpends() {
        try (Scope scope = Scope.open()) {
            Tensor noise = torch.ones(1, 2, 3, 3);
            int[] calls = {0};
            Found found = new NoiseOptimizer(2, 4, 6, 1e-3).search(round -> noise, z -> {
                calls[0]++;
                Tensor loss = z.square().mean();
                return new Evaluation(loss, loss.item_double(), false);
            });
            assertEquals(14, found.evaluations());
            assertEquals(14, calls[0]);
            assertFalse(found.success());
            assertTrue(found.score() < 1, () -> "score " + found.score());
            assertEquals(found.score(), found.noise().square().mean().item_double(), 1e-6);
        }
    }

    /** A loss that pulls without end: the released loop hangs here, and the noise must stay close to where it began. */
    @Test
    void staysWithinTheBound() {
        try (Scope scope = Scope.open()) {
            Tensor noise = torch.zeros(1, 2, 3, 3);
            Found found = new NoiseOptimizer(1, 50, 0, 1e-3).search(round -> noise, z -> {
                Tensor loss = z.mean().neg().mul(new Scalar(100.0));
                return new Evaluation(loss, loss.item_double(), false);
            });
            double shift = found.noise().max().item_double();
            assertTrue(shift > 0.04 && shift <= Math.sqrt(2e-3) + 1e-6, () -> "shift " + shift);
        }
    }

    @Test
    void stopsAtSuccess() {
        try (Scope scope = Scope.open()) {
            Tensor noise = torch.ones(1, 2, 3, 3);
            int[] calls = {0};
            Found found = NoiseOptimizer.RELEASED.search(round -> noise, z -> {
                calls[0]++;
                Tensor loss = z.square().mean();
                return new Evaluation(loss, loss.item_double(), calls[0] == 13);
            });
            assertTrue(found.success());
            assertEquals(13, found.evaluations());
        }
    }
}

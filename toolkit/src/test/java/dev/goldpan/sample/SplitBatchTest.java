package dev.goldpan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Scope;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch in parts is the same batch: every item with its own time and conditioning, in its own row. */
class SplitBatchTest {
    private final List<Long> seen = new CopyOnWriteArrayList<>();
    private int threads;

    @BeforeEach
    void useTwoThreads() {
        threads = Engine.threads();
        Engine.threads(2);
    }

    @AfterEach
    void restore() {
        Engine.threads(threads);
    }

    /** x t + the first number of its context. */
    private Tensor network(Tensor x, Tensor t, Conditioning given) {
        seen.add(x.size(0));
        Tensor told = given.context().select(1, 0).select(1, 0);
        return x.mul(t.view(-1, 1, 1, 1)).add(told.view(-1, 1, 1, 1));
    }

    @Test
    void itemsStayInTheirRows() {
        try (Scope scope = Scope.open()) {
            Tensor x = torch.randn(5, 4, 16, 16);
            Tensor t = torch.rand(5);
            Conditioning given = Conditioning.of(torch.randn(5, 3, 8));
            Tensor whole = network(x, t, given);
            seen.clear();
            Tensor split = new SplitBatch(this::network).forward(x, t, given);
            assertTrue(whole.equal(split));
            assertEquals(List.of(2L, 3L), seen.stream().sorted().toList());
            assertEquals(2, Engine.threads(), "other work still has all threads");
        }
    }

    @Test
    void whatIsLargeOrDifferentiatedGoesWhole() {
        try (Scope scope = Scope.open()) {
            Conditioning given = Conditioning.of(torch.randn(2, 3, 8));
            new SplitBatch(this::network).forward(torch.randn(2, 4, 64, 64), torch.rand(2), given);
            new SplitBatch(this::network).forward(torch.randn(2, 4, 16, 16).requires_grad_(true), torch.rand(2), given);
            new SplitBatch(this::network).forward(torch.randn(1, 4, 16, 16), torch.rand(1), given.select(0));
            assertEquals(List.of(2L, 2L, 1L), seen);
        }
    }

    @Test
    void aFailureIsTheCallers() {
        try (Scope scope = Scope.open()) {
            Network failing = (x, t, given) -> {
                throw new IllegalArgumentException("no");
            };
            assertThrows(IllegalArgumentException.class, () -> new SplitBatch(failing).forward(torch.randn(4, 4, 16, 16), torch.rand(4),
                    Conditioning.of(torch.randn(4, 3, 8))));
        }
        assertEquals(Collections.emptyList(), seen);
    }
}

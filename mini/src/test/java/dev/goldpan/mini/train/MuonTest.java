package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuonTest {
    @ParameterizedTest
    @CsvSource({"24, 216", "216, 24", "32, 32"})
    void equalsTheIterationOnTheWholeMatrix(long rows, long columns) {
        torch.manual_seed(1);
        try (Scope scope = Scope.open()) {
            Tensor matrix = torch.randn(rows, columns);
            double off = Muon.orthogonal(matrix).sub(wholly(matrix)).abs().max().item_double();
            assertTrue(off < 1e-4, () -> "largest difference " + off);
        }
    }

    @Test
    void evensOutSingularValues() {
        torch.manual_seed(2);
        try (Scope scope = Scope.open()) {
            Tensor steep = torch.randn(32, 300).mul(torch.logspace(new Scalar(0.0), new Scalar(-2.0), 32).view(32, 1));
            Tensor even = Muon.orthogonal(steep);
            Tensor squares = torch.mm(even, even.t()).diagonal();
            assertEquals(1, squares.max().sqrt().item_double(), 0.3);
            assertEquals(1, squares.min().sqrt().item_double(), 0.4);
        }
    }

    @Test
    void leavesShapesAndTurnsNothingIntoNothing() {
        try (Scope scope = Scope.open()) {
            Tensor gradient = torch.zeros(16, 4, 3, 3);
            Tensor direction = Muon.direction(gradient, torch.zeros(16, 4, 3, 3));
            assertArrayEquals(new long[] {16, 4, 3, 3}, direction.shape());
            assertEquals(0, direction.abs().max().item_double());
        }
    }

    /** Newton and Schulz's iteration as it is usually written. */
    private static Tensor wholly(Tensor matrix) {
        boolean tall = matrix.size(0) > matrix.size(1);
        Tensor x = tall ? matrix.t() : matrix;
        x = x.div(x.norm());
        for (int i = 0; i < 5; i++) {
            Tensor square = torch.mm(x, x.t());
            Tensor more = square.mul(new Scalar(-4.7750)).add(torch.mm(square, square), new Scalar(2.0315));
            x = x.mul(new Scalar(3.4445)).add(torch.mm(more, x));
        }
        return tall ? x.t() : x;
    }
}

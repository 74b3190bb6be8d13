package dev.goldpan.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.nn.AttentionTap.Kind;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.tensor.Scope;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
    @Test
    void smoothsWithTheReleasedKernelAndReflects() {
        try (Scope scope = Scope.open()) {
            Tensor point = torch.eye(25).select(0, 12).view(1, 5, 5);
            Tensor spread = Smoothing.apply(point).select(0, 0);
            assertEquals(0.331911, at(spread, 2, 2), 1e-6);
            assertEquals(0.122103, at(spread, 2, 1), 1e-6);
            assertEquals(0.044919, at(spread, 1, 1), 1e-6);
            Tensor ramp = Smoothing.apply(Tensor.create(new float[] {0, 1, 2, 0, 1, 2, 0, 1, 2}, 1, 3, 3)).select(0, 0);
            assertEquals(2 * 0.211942, at(ramp, 0, 0), 1e-5); // the border's neighbours are both the next column
            assertEquals(1, at(ramp, 1, 1), 1e-6);
        }
    }

    @Test
    void contrastHasTheValuesOfItsDefinition() {
        try (Scope scope = Scope.open()) {
            Tensor four = Tensor.create(new float[] {1, 0, 0.8f, 0.6f, 0, 1, 0.6f, 0.8f}, 4, 2);
            assertEquals(0.870714, Conform.ntXent(torch.matmul(four, four.t()), List.of(0, 0, 1, 1)).item_double(), 1e-5);
            Tensor apart = Tensor.create(new float[] {1, 0, 1, 0, 0, 1, 0, 1}, 4, 2);
            assertEquals(0.239545, Conform.ntXent(torch.matmul(apart, apart.t()), List.of(0, 0, 1, 1)).item_double(), 1e-5);
        }
    }

    @Test
    void equalMapsConflictByAHalfAndDisjointOnesNotAtAll() {
        try (Scope scope = Scope.open()) {
            Tensor a = Tensor.create(new float[] {0.5f, 0.5f, 0, 0}, 2, 2);
            Tensor b = Tensor.create(new float[] {0, 0, 0.25f, 0.75f}, 2, 2);
            assertEquals(0.5, InitNo.overlap(torch.stack(new TensorVector(a, a), 0)).item_double(), 1e-5);
            assertEquals(0, InitNo.overlap(torch.stack(new TensorVector(a, b), 0)).item_double(), 0);
        }
    }

    @Test
    void otsuSplitsTwoLevels() {
        assertEquals(25, Otsu.threshold(new float[] {0.1f, 0.1f, 0.9f, 0.9f}));
        assertEquals(0, Otsu.threshold(new float[] {0.3f, 0.3f}));
        assertEquals(0, Otsu.threshold(new float[] {Float.NaN, Float.NaN}));
    }

    /** SDXL's maps at 1024 pixels, SD2.1's heads, and a picture that is not square. */
    @ParameterizedTest
    @ValueSource(strings = {"32x32x20", "24x24x20", "24x16x8"})
    void everyLossTakesEveryShape(String shape) {
        int[] sizes = List.of(shape.split("x")).stream().mapToInt(Integer::parseInt).toArray();
        try (Scope scope = Scope.open()) {
            torch.manual_seed(1);
            int n = sizes[0] * sizes[1];
            Tensor latents = torch.randn(1, sizes[2], n, 4).requires_grad_(true);
            Site self = new Site("up.attn1", Kind.SELF, sizes[0], sizes[1]);
            Site cross = new Site("up.attn2", Kind.CROSS, sizes[0], sizes[1]);
            AttentionMaps maps = AttentionMaps.of(Map.of(
                    self, torch.softmax(torch.matmul(latents, latents.transpose(-1, -2)), -1),
                    cross, torch.softmax(torch.matmul(latents, torch.randn(1, sizes[2], 4, 77)), -1))).get(0);
            assertEquals(n, maps.cross().sum().item_double(), 1e-2);
            TokenGroups groups = LossParityTest.groups("2", "5 6");
            for (AttentionLoss loss : List.of(new AttendAndExcite(Slice.INNER), new AttendAndExcite(Slice.WORDS),
                    new InitNo(Variant.CODE, Slice.INNER), new InitNo(Variant.PAPER, Slice.INNER),
                    new SelfCross(SelfCross.Form.INITNO, Slice.INNER),
                    new SelfCross(SelfCross.Form.CONFORM, Slice.INNER), new SelfCross(SelfCross.Form.PAPER, Slice.INNER),
                    new Conform(Conform.Fallback.SIMILARITY, true))) {
                Tensor value = loss.value(maps, groups);
                assertTrue(Double.isFinite(value.item_double()), loss::toString);
                assertTrue(value.requires_grad(), loss::toString);
            }
        }
    }

    /** The gate leaves the conflict out of the loss where neglect is large, which must not make such a noise the better one. */
    @Test
    void noisesAreComparedAsInTheRelease() {
        try (Scope scope = Scope.open()) {
            AttentionMaps dull = new AttentionMaps(torch.full(new long[] {4, 4, 77}, new Scalar(1 / 77.0)),
                    torch.full(new long[] {4, 4, 16}, new Scalar(1 / 16.0)), null);
            TokenGroups groups = LossParityTest.groups("2", "5 6");
            InitNo code = new InitNo(Variant.CODE, Slice.INNER);
            double neglect = code.terms(dull, groups).cross().item_double();
            assertTrue(neglect > 0.5);
            assertEquals(neglect + 1, code.compared(dull, groups), 1e-6);
            InitNo paper = new InitNo(Variant.PAPER, Slice.INNER);
            assertEquals(paper.value(dull, groups).item_double(), paper.compared(dull, groups), 1e-6);
            SelfCross selfCross = new SelfCross(SelfCross.Form.INITNO, Slice.INNER);
            assertEquals(selfCross.terms(dull, groups).cross().item_double(), selfCross.compared(dull, groups), 1e-6);
        }
    }

    /** Two subjects with their articles are four words of two classes, as in the worked example of NT-Xent. */
    @Test
    void anArticleGivesASubjectItsPositivePair() {
        try (Scope scope = Scope.open()) {
            torch.manual_seed(5);
            Tensor cross = torch.softmax(torch.randn(4, 4, 77), 2);
            AttentionMaps maps = new AttentionMaps(cross, torch.ones(4, 4, 16), null);
            Conform loss = new Conform(Conform.Fallback.ARTICLE, false);
            Tensor words = WordMaps.raw(cross, List.of(2, 5, 1, 4)).flatten(1, 2); // a bear and a rabbit
            Tensor unit = torch.matmul(words, words.t());
            Tensor norms = unit.diag().sqrt();
            Tensor cosines = unit.div(norms.unsqueeze(0)).div(norms.unsqueeze(1));
            double expected = Conform.ntXent(cosines, List.of(0, 1, 0, 1)).item_double();
            assertEquals(expected, loss.value(maps, LossParityTest.groups("2", "5")).item_double(), 1e-6);
            TokenGroups described = LossParityTest.groups("2", "4 5");
            assertEquals(new Conform(Conform.Fallback.ZERO, false).value(maps, described).item_double(),
                    loss.value(maps, described).item_double(), 0, "where there is a pair nothing stands in");
            assertEquals(0, new Conform(Conform.Fallback.ZERO, false).value(maps, LossParityTest.groups("2", "5")).item_double());
            String bare = assertThrows(IllegalArgumentException.class, () -> loss.check(LossParityTest.groups("1", "2"))).getMessage();
            assertTrue(bare.startsWith("--fallback: no subject of this prompt has a word before it"), bare);
        }
    }

    @Test
    void saysWhatIsMissing() {
        try (Scope scope = Scope.open()) {
            Tensor map = torch.ones(1, 1, 4, 4).div(torch.full(new long[] {1}, new Scalar(4.0)));
            Site self = new Site("blocks.0.attn", Kind.SELF, 2, 2);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> AttentionMaps.of(Map.of(self, map))).getMessage()
                    .startsWith("this model has no cross-attention"));
            AttentionMaps maps = new AttentionMaps(torch.ones(2, 2, 8), torch.ones(2, 2, 4), null);
            TokenGroups one = LossParityTest.groups("2");
            for (AttentionLoss loss : List.of(new InitNo(Variant.CODE, Slice.INNER), new SelfCross(SelfCross.Form.PAPER, Slice.INNER),
                    new Conform(Conform.Fallback.ZERO, true))) {
                String refusal = assertThrows(IllegalArgumentException.class, () -> loss.value(maps, one)).getMessage();
                assertTrue(refusal.contains("--tokens"));
            }
        }
    }

    private static double at(Tensor map, long y, long x) {
        return map.select(0, y).select(0, x).item_double();
    }
}

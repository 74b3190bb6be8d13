package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.world.Scene;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.Subject;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class SyllabusTest {
    private static final int SCENES = 4000;

    @Test
    void whatViewersDidNotRecogniseIsDrawnMoreOften() {
        try (Scope scope = Scope.open(); Syllabus half = Syllabus.of(1, SCENES, 0.5, 0, 0)) {
            assertEquals(1, half.scenes().mean().item_double(), 1e-5);
            assertTrue(half.scenes().min().item_double() >= 0.5, "the other half is drawn as it comes");
            double donkey = mean(half, Subject.DONKEY); // viewers recognised few donkeys, and every lion
            double lion = mean(half, Subject.LION);
            assertTrue(donkey > 3 * lion && lion < 0.7, donkey + " and " + lion);
            torch.manual_seed(1);
            Tensor rows = half.rows(SCENES, 20_000);
            double drawn = half.scenes().index_select(0, rows).mean().item_double();
            double expected = half.scenes().square().mean().item_double();
            assertEquals(expected, drawn, 0.05 * expected);
        }
    }

    private static double mean(Syllabus syllabus, Subject subject) {
        List<Scene> scenes = Pixels.scenes(1, 0, SCENES);
        return IntStream.range(0, SCENES)
                .filter(i -> scenes.get(i).spec().mentions().size() == 1 && scenes.get(i).spec().mentions().get(0).subject() == subject)
                .mapToDouble(i -> syllabus.scenes().select(0, i).item_double()).average().orElseThrow();
    }

    @Test
    void withoutFocusAllScenesAreAlikeAndOddsMoveTheTimes() {
        try (Scope scope = Scope.open(); Syllabus late = Syllabus.of(1, 10, 0, 0, 1)) {
            Tensor middle = torch.full(new long[] {1}, new Scalar(0.5));
            assertEquals(0.5, Syllabus.EVEN.middle(middle).item_double(), 1e-6);
            assertEquals(1 / (1 + Math.exp(-1)), late.middle(middle).item_double(), 1e-6);
            assertTrue(late.rows(10, 1000).max().item_long() == 9);
        }
    }

    @Test
    void whatIsNoPartIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Syllabus.of(1, 10, 1.1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Syllabus.of(1, 10, Double.NaN, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Syllabus.of(1, 10, 0, 0, 9));
        assertThrows(IllegalArgumentException.class, () -> Syllabus.of(1, 10, 0.5, Long.MAX_VALUE, 0));
    }
}

package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.lesson.Family;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.lesson.Member;
import dev.goldpan.tensor.Scope;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LessonPicturesTest {
    /** A worn picture of a scene competes for its caption with the picture that is whole. */
    @Test
    void rivalsAreWornAndWhatTheyCompeteWithIsNot() {
        Lesson lesson = Lesson.of(3, 0, 6).worn(Set.of(1, 4));
        torch.manual_seed(2);
        try (Scope scope = Scope.open(); LessonPictures pictures = LessonPictures.of(null)) {
            Tensor clean = lesson.images();
            Tensor seen = pictures.usual(lesson);
            for (int family : new int[] {1, 4}) {
                int first = family * Family.SIZE;
                int last = first + Family.SIZE - 1;
                Member rival = lesson.members().get(last);
                assertEquals(lesson.members().get(first).caption(), rival.caption());
                assertFalse(rival.captioned() || rival.fits(lesson.members().get(first)));
                assertEquals(0, off(seen, clean, first));
                assertTrue(off(seen, clean, last) > 0.01, "worn by " + off(seen, clean, last));
                assertEquals(0, off(clean, clean.roll(new long[] {Family.SIZE - 1}, 0), last), "the same scene, rendered");
            }
        }
    }

    private static double off(Tensor one, Tensor other, long row) {
        return one.select(0, row).sub(other.select(0, row)).abs().mean().item_double();
    }
}

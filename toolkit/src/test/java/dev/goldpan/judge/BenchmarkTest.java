package dev.goldpan.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goldpan.judge.Detector.Thing;
import dev.goldpan.world.Box;
import dev.goldpan.world.Caption;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Relation;
import dev.goldpan.world.Subject;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkTest {
    private static final Seen CAT = Seen.at(30, 60, Subject.CAT);
    private static final Seen DOG = Seen.at(90, 60, Subject.DOG);
    private static final double SURE = 0.9 * 0.95; // of the things above

    private static double mark(Benchmark benchmark, String prompt, Seen... seen) {
        List<Detection> detections = Arrays.stream(seen).map(Seen::detection).toList();
        List<Thing> things = detections.stream().map(JudgeEye::thing).toList();
        return benchmark.mark(Caption.parse(prompt), new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB), things,
                (picture, phrase) -> JudgeEye.yes(detections, Caption.parse(phrase).mentions().get(0)));
    }

    @ParameterizedTest
    @CsvSource({"a cat,single_object", "two cats,counting", "a red cat,colors", "a cat and a dog,two_object",
            "a red cat and a blue dog,color_attr", "a cat above a dog,position"})
    void genEvalSortsPromptsIntoItsTasks(String prompt, String task) {
        assertEquals(task, new GenEval().category(Caption.parse(prompt)));
    }

    @ParameterizedTest
    @CsvSource({"a red cat and a blue dog,color", "a cat,", "a cat above a dog,spatial", "two cats and a dog,numeracy",
            "a red cat next to a dog,complex", "a photo of a cat,"})
    void compBenchSortsPromptsIntoItsCategories(String prompt, String category) {
        if (category == null) {
            assertThrows(IllegalArgumentException.class, () -> new CompBench().category(Caption.parse(prompt)));
        } else {
            assertEquals(category, new CompBench().category(Caption.parse(prompt)));
        }
    }

    @Test
    void genEvalCountsAtLeastAndExactlyWhereItCounts() {
        GenEval geneval = new GenEval();
        Seen other = Seen.at(60, 110, Subject.CAT);
        assertEquals(1, mark(geneval, "a cat", CAT, other));
        assertEquals(0, mark(geneval, "a cat and a dog", CAT, other));
        assertEquals(1, mark(geneval, "two cats", CAT, other));
        assertEquals(0, mark(geneval, "two cats", CAT, other, Seen.at(100, 20, Subject.CAT)));
        assertEquals(1, mark(geneval, "a red cat and a blue dog", CAT.in(Colour.RED), DOG.in(Colour.BLUE)));
        assertEquals(0, mark(geneval, "a red cat and a blue dog", CAT.in(Colour.BLUE), DOG.in(Colour.RED)));
        assertEquals(1, mark(geneval, "a cat to the left of a dog", CAT, DOG));
        assertEquals(0, mark(geneval, "a dog to the left of a cat", CAT, DOG));
        assertThrows(IllegalArgumentException.class, () -> geneval.category(Caption.parse("a cat next to a dog")));
    }

    /** Boxes of 40: a slack of 8 both ways. */
    @Test
    void genEvalPlacesByTheOffsetLessATenthOfTheSizes() {
        assertEquals(List.of(), relations(8, 8));
        assertEquals(List.of(Relation.RIGHT_OF), relations(20, 0)); // 12 / 20
        assertEquals(List.of(), relations(15, 0)); // 7 / 15 is no half
        assertEquals(List.of(Relation.RIGHT_OF, Relation.ABOVE), relations(40, -40)); // 32 / 56.6 each
        assertEquals(List.of(Relation.BELOW), relations(20, 40)); // 12 / 44.7, 32 / 44.7
    }

    private static List<Relation> relations(double dx, double dy) {
        Box second = new Box(100, 100, 140, 140);
        return GenEval.relations(second.moved(dx, dy), second);
    }

    @Test
    void compBenchMarksByItsFormulas() {
        CompBench bench = new CompBench();
        assertEquals(SURE * 0.9 * SURE * 0.9, mark(bench, "a red cat and a blue dog", CAT.in(Colour.RED), DOG.in(Colour.BLUE)), 1e-12);
        assertEquals(SURE / 2 + 0.5, mark(bench, "a cat to the left of a dog", CAT, DOG), 1e-12);
        assertEquals(0, mark(bench, "a cat above a dog", CAT, DOG), "both, but elsewhere: below a half");
        assertEquals(0, mark(bench, "a cat to the left of a dog", CAT), "one alone");
        Seen near = Seen.at(50, 60, Subject.DOG); // boxes of 40 that share 20 x 40 of 40 x 60
        assertEquals(SURE / 2 + 0.1 / (1.0 / 3) / 2, mark(bench, "a cat to the left of a dog", CAT, near), 1e-12);
        assertEquals(SURE / 2 + 0.5, mark(bench, "a cat next to a dog", CAT, DOG), 1e-12);
        assertEquals(0.25 + 0.5, mark(bench, "two cats and a dog", CAT, DOG), 1e-12);
        assertEquals((SURE / 2 + 0.5 + SURE * 0.9 * SURE) / 2, mark(bench, "a red cat to the left of a dog", CAT.in(Colour.RED), DOG),
                1e-12);
    }
}

package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Family;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.lesson.Member;
import dev.goldpan.tensor.Scope;
import java.util.Locale;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * How often a score of picture and caption tells scenes of a family apart, on families it was not trained on.
 *
 * @param caption share of pictures whose own caption scores above every false one of the family
 * @param picture share of captions whose own picture scores above each picture of the family that it is false of, mixtures
 *     included: what a search needs
 * @param pairs share of such pairs of pictures that are in the right order
 */
record Examination(double caption, double picture, double pairs) {
    private static final int LESSONS = 16;
    private static final int FAMILIES = 16;

    /** @param scores of every picture of a lesson with every caption, [pictures, captions] */
    static Examination of(Function<Lesson, Tensor> scores) {
        double[] right = new double[3];
        double[] asked = new double[3];
        for (int i = 0; i < LESSONS; i++) {
            Lesson lesson = Lesson.of(Worlds.VALIDATION, (long) i * FAMILIES, FAMILIES);
            float[] values = new float[lesson.members().size() * lesson.members().size()];
            try (Scope scope = Scope.open()) {
                scores.apply(lesson).contiguous().data_ptr_float().get(values);
            }
            for (int own = 0; own < lesson.members().size(); own++) {
                if (lesson.members().get(own).captioned()) {
                    ask(lesson, values, own, right, asked);
                }
            }
        }
        return new Examination(right[0] / asked[0], right[1] / asked[1], right[2] / asked[2]);
    }

    private static void ask(Lesson lesson, float[] values, int own, double[] right, double[] asked) {
        int count = lesson.members().size();
        Member member = lesson.members().get(own);
        int first = own / Family.SIZE * Family.SIZE;
        double score = values[own * count + own];
        boolean bestCaption = true;
        boolean bestPicture = true;
        for (int i = first; i < first + Family.SIZE; i++) {
            Member other = lesson.members().get(i);
            if (other.captioned() && !member.fits(other)) {
                bestCaption &= score > values[own * count + i];
            }
            if (!other.fits(member)) {
                boolean above = score > values[i * count + own];
                bestPicture &= above;
                right[2] += above ? 1 : 0;
                asked[2]++;
            }
        }
        right[0] += bestCaption ? 1 : 0;
        asked[0]++;
        right[1] += bestPicture ? 1 : 0;
        asked[1]++;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "of %d unseen families of %d: right caption of a picture %.1f %%, right picture of a caption "
                + "%.1f %%, pairs of pictures in the right order %.1f %%%n", LESSONS * FAMILIES, Family.SIZE, 100 * caption,
                100 * picture, 100 * pairs);
    }
}

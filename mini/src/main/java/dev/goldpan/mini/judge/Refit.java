package dev.goldpan.mini.judge;

import dev.goldpan.judge.Question;
import dev.goldpan.judge.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What other thresholds could do about generated pictures, and what they could not: those that agree most often with the labels of
 * one half, pictures of odd or of even numbers, are measured on the other half, and the two halves counted together. Every question
 * chooses for itself, even what counts as a thing, so that this is more than one judge with one set of thresholds can reach. It
 * measures only: the judge's thresholds stay those of {@link Calibration}, which sees no generated picture.
 */
final class Refit {
    private static final List<Double> SCORES = steps(9, 10);
    private static final List<Double> SURE = steps(19, 20);
    private static final List<Double> MARGINS = List.of(0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9);

    private final Thresholds calibrated;

    /** Around these thresholds, which win where others are no better. */
    Refit(Thresholds calibrated) {
        this.calibrated = calibrated;
    }

    /** The agreement on halves that the thresholds were not chosen on. */
    Agreement crossed(List<Seen> seen) {
        Agreement agreement = new Agreement();
        for (Question question : Question.values()) {
            List<Seen> asked = seen.stream().filter(picture -> picture.label().answers().containsKey(question)).toList();
            for (int half = 0; half < 2; half++) {
                int chosenOn = half;
                Thresholds best = best(question, asked.stream().filter(s -> s.label().number() % 2 == chosenOn).toList());
                for (Seen picture : asked) {
                    if (picture.label().number() % 2 != chosenOn) {
                        Map<Question, Boolean> said = picture.answers(best);
                        agreement.add(picture.label().number(), question, picture.label().answers().get(question), said.get(question));
                    }
                }
            }
        }
        return agreement;
    }

    private Thresholds best(Question question, List<Seen> seen) {
        Thresholds best = calibrated;
        long most = right(question, seen, best);
        for (Thresholds tried : candidates(question)) {
            long right = right(question, seen, tried);
            if (right > most) {
                most = right;
                best = tried;
            }
        }
        return best;
    }

    private static long right(Question question, List<Seen> seen, Thresholds thresholds) {
        return seen.stream().filter(s -> s.answers(thresholds).get(question).equals(s.label().answers().get(question))).count();
    }

    /** All that change this question's answers. */
    private List<Thresholds> candidates(Question question) {
        Thresholds c = calibrated;
        List<Thresholds> all = new ArrayList<>();
        for (double score : SCORES) {
            switch (question) {
                case EXISTENCE -> SURE.forEach(t ->
                        all.add(new Thresholds(score, t, c.recognisable(), c.margin(), c.mixture(), c.colour())));
                case RECOGNISABILITY -> SURE.forEach(t -> MARGINS.forEach(m ->
                        all.add(new Thresholds(score, c.exists(), t, m, c.mixture(), c.colour()))));
                case NOT_A_MIXTURE -> SURE.forEach(t ->
                        all.add(new Thresholds(score, c.exists(), c.recognisable(), c.margin(), t, c.colour())));
                case COLOUR -> SURE.forEach(t ->
                        all.add(new Thresholds(score, c.exists(), c.recognisable(), c.margin(), c.mixture(), t)));
                default -> all.add(new Thresholds(score, c.exists(), c.recognisable(), c.margin(), c.mixture(), c.colour()));
            }
        }
        return all;
    }

    /** 1 to {@code count}, each divided by {@code by}. */
    private static List<Double> steps(int count, int by) {
        return IntStream.rangeClosed(1, count).mapToObj(step -> (double) step / by).toList();
    }
}

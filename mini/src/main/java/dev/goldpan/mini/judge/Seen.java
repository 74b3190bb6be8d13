package dev.goldpan.mini.judge;

import dev.goldpan.judge.Detection;
import dev.goldpan.judge.Judge;
import dev.goldpan.judge.Question;
import dev.goldpan.judge.Thresholds;
import dev.goldpan.judge.Verdict;
import dev.goldpan.mini.viewing.Pictured;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.SceneSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A labelled picture and what a judge sees in it, before any threshold.
 *
 * @param asked its prompt
 * @param detected surest first
 */
record Seen(Labels label, SceneSpec asked, List<Detection> detected) {
    /**
     * Looks at all that are as they were when they were labelled: another kind of processor rounds products differently, which now and then
     * grows to another picture.
     *
     * @param folder of the pictures
     * @throws IllegalArgumentException if more than one in ten is not the picture that was labelled
     */
    static List<Seen> all(Judge judge, List<Labels> labels, Path folder) {
        List<Seen> all = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (Labels label : labels) {
            Pictured pictured = Pictured.read(folder.resolve(label.file()));
            if (!pictured.isOf(label.sketch(), label.prompt())) {
                different.add(label.file());
                continue;
            }
            try (Scope scope = Scope.open()) {
                all.add(new Seen(label, pictured.asked(), judge.look(Images.tensor(pictured.picture())).get(0)));
            }
        }
        if (different.size() > Pictured.DIFFERENT * labels.size()) {
            throw new IllegalArgumentException(different.size() + " of " + labels.size() + " are not the pictures that were labelled: "
                    + String.join(", ", different) + "; label them again");
        }
        return all;
    }

    /** What a judge with these thresholds answers. */
    Map<Question, Boolean> answers(Thresholds thresholds) {
        Verdict verdict = Verdict.of(asked, detected, thresholds);
        Map<Question, Boolean> answers = new EnumMap<>(Question.class);
        for (Question question : Question.values()) {
            answers.put(question, verdict.holds(question));
        }
        return answers;
    }
}

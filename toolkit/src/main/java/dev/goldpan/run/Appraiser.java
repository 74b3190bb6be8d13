package dev.goldpan.run;

import dev.goldpan.judge.Judge;
import dev.goldpan.judge.Question;
import dev.goldpan.judge.Verdict;
import dev.goldpan.model.Bundled;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.Caption;
import dev.goldpan.world.SceneSpec;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the judge of the bundled model's world says of finished pictures, after the search: it never sees a picture before the search
 * is over, and the search never hears it.
 */
public final class Appraiser implements AutoCloseable {
    private static final int SIDE = 128;

    private final Judge judge;
    private final SceneSpec asked;

    private Appraiser(Judge judge, SceneSpec asked) {
        this.judge = judge;
        this.asked = asked;
    }

    /** The judge for what {@code spec} asks; none where the model is another one, or the prompt is no caption of its world. */
    public static Optional<Appraiser> of(Spec spec) {
        boolean square = spec.settings().width() == SIDE && spec.settings().height() == SIDE;
        if (!spec.model().isBundled() || !square || !Files.isDirectory(Bundled.judge())) {
            return Optional.empty();
        }
        try {
            SceneSpec asked = Caption.parse(spec.prompt().text());
            return Optional.of(new Appraiser(Judge.open(Bundled.judge(), Device.CPU), asked));
        } catch (IllegalArgumentException notOfItsWorld) {
            return Optional.empty();
        }
    }

    /** The answers to what the prompt asks, by question; {@code all three} sums up the first three. @param png a picture's file */
    public Map<String, Boolean> of(byte[] png) {
        BufferedImage picture = Png.decode(png);
        try (Scope scope = Scope.open()) {
            Verdict verdict = judge.judge(Images.tensor(picture), List.of(asked)).get(0);
            Map<String, Boolean> answers = new LinkedHashMap<>();
            for (Question question : Question.values()) {
                if (question.isAsked(asked)) {
                    answers.put(question.name().toLowerCase(Locale.ROOT).replace('_', ' '), verdict.holds(question));
                }
            }
            answers.put("all three", verdict.allThree());
            return answers;
        }
    }

    @Override
    public void close() {
        judge.close();
    }
}

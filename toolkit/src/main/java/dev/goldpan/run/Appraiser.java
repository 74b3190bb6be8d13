package dev.goldpan.run;

import dev.goldpan.judge.Judge;
import dev.goldpan.judge.Question;
import dev.goldpan.judge.Verdict;
import dev.goldpan.model.Settings;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.world.Caption;
import dev.goldpan.world.SceneSpec;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What the judge of the bundled model's world says of finished pictures: an evaluation, which no search ever hears.
 *
 * @param judge is not closed by this object
 * @param hash of its files
 * @param asked what the prompt asks
 */
public record Appraiser(Judge judge, String hash, SceneSpec asked) {
    private static final int SIDE = 128;
    private static final String ALL_THREE = "all three";

    /** Whether the judge knows pictures of this size. */
    static boolean canSee(Settings settings) {
        return settings.width() == SIDE && settings.height() == SIDE;
    }

    /** What {@code prompt} asks, where it is a caption of the bundled model's world. */
    static Optional<SceneSpec> asked(Prompt prompt) {
        try {
            return Optional.of(Caption.parse(prompt.text()));
        } catch (IllegalArgumentException notOfItsWorld) {
            return Optional.empty();
        }
    }

    /** The answers to what the prompt asks, by question; {@code all three} sums up the first three. @param png a picture's file */
    public Map<String, Boolean> of(byte[] png) {
        return of(List.of(Png.decode(png))).get(0);
    }

    /** The same of several pictures, looked at together. */
    public List<Map<String, Boolean>> of(List<BufferedImage> pictures) {
        try (Scope scope = Scope.open()) {
            Tensor images = torch.cat(new TensorVector(pictures.stream().map(Images::tensor).toArray(Tensor[]::new)), 0);
            return judge.judge(images, Collections.nCopies(pictures.size(), asked)).stream().map(this::answers).toList();
        }
    }

    /** The same as numbers for tables, 1 for yes and 0 for no. */
    public List<Map<String, Double>> measures(List<BufferedImage> pictures) {
        return of(pictures).stream().map(answers -> {
            Map<String, Double> numbers = new LinkedHashMap<>();
            answers.forEach((question, holds) -> numbers.put(question, holds ? 1.0 : 0));
            return numbers;
        }).toList();
    }

    /** All that is ever answered, by name. */
    public static List<String> names() {
        return Stream.concat(Arrays.stream(Question.values()).map(Appraiser::name), Stream.of(ALL_THREE)).toList();
    }

    private static String name(Question question) {
        return question.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Map<String, Boolean> answers(Verdict verdict) {
        Map<String, Boolean> answers = new LinkedHashMap<>();
        for (Question question : Question.values()) {
            if (question.isAsked(asked)) {
                answers.put(name(question), verdict.holds(question));
            }
        }
        answers.put(ALL_THREE, verdict.allThree());
        return answers;
    }
}

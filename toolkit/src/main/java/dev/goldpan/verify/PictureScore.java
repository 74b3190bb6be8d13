package dev.goldpan.verify;

import dev.goldpan.tensor.Images;
import dev.goldpan.text.Prompt;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * A verifier that is a function of picture and prompt, and sees no tensor. What the function throws fails the candidates of its list.
 *
 * @param name as users write it
 * @param score higher is better; a failure where it is not finite
 */
public record PictureScore(String name, ToDoubleBiFunction<BufferedImage, Prompt> score) implements Verifier {
    @Override
    public VerifierInfo info() {
        return new VerifierInfo(name, "", EnumSet.of(Need.IMAGE, Need.PROMPT), 0, VerifierInfo.Scope.POINT,
                VerifierInfo.Range.UNBOUNDED, "", 0);
    }

    @Override
    public List<Score> score(List<Evidence> shown) {
        Shown.check(info(), shown);
        List<Score> scores = new ArrayList<>();
        for (Evidence one : shown) {
            scores.add(Score.of(score.applyAsDouble(Images.pictures(one.image()).get(0), one.prompt())));
        }
        return scores;
    }
}

package dev.goldpan.judge;

import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.Caption;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Style;
import java.awt.image.BufferedImage;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The bundled judge as the eye of benchmarks, which needs no network of theirs: values are comparable with each other, and not with those
 * published.
 *
 * @param judge is not closed by this object
 */
public record JudgeEye(Judge judge) implements Detector, Vqa {
    private static final int SIDE = 128;

    @Override
    public List<List<Thing>> look(List<BufferedImage> pictures) {
        double least = judge.thresholds().score();
        return detections(pictures).stream().map(seen -> seen.stream().filter(d -> d.score() >= least).map(JudgeEye::thing).toList())
                .toList();
    }

    static Thing thing(Detection seen) {
        return new Thing(seen.subject().noun(), seen.score() * seen.of(seen.subject()), seen.box(), seen.colour().word());
    }

    private List<List<Detection>> detections(List<BufferedImage> pictures) {
        for (BufferedImage picture : pictures) {
            if (picture.getWidth() != SIDE || picture.getHeight() != SIDE) {
                throw new IllegalArgumentException("--benchmark: the bundled judge sees pictures of " + SIDE + "x" + SIDE + " pixels, not "
                        + picture.getWidth() + "x" + picture.getHeight());
            }
        }
        try (Scope scope = Scope.open()) {
            return judge.look(torch.cat(new TensorVector(pictures.stream().map(Images::tensor).toArray(Tensor[]::new)), 0));
        }
    }

    @Override
    public double yes(BufferedImage picture, String phrase) {
        return yes(detections(List.of(picture)).get(0), Caption.parse(phrase).mentions().get(0));
    }

    /** That the thing which fits best is one: there, of that kind, colour and style. */
    static double yes(List<Detection> seen, Mention asked) {
        return seen.stream().mapToDouble(d -> d.score() * d.of(asked.subject())
                * (asked.colour() == Colour.NATURAL ? 1 : d.of(asked.colour())) * (asked.style() == Style.PLAIN ? 1 : d.of(asked.style())))
                .max().orElse(0);
    }
}

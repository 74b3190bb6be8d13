package dev.goldpan.mini.judge;

import dev.goldpan.judge.Detection;
import dev.goldpan.judge.Judge;
import dev.goldpan.mini.generator.Generator;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Shows pictures to a judge, a few at a time.
 *
 * @param model through whose autoencoder clean scenes go, as generated pictures did; null to show them as they are drawn
 */
record Examination(Judge judge, Generator model) {
    private static final int GROUP = 32;
    /** Least part of the union that a detection must share with a thing's box to be of it. */
    private static final double SAME = 0.5;

    /** What it sees in clean scenes. */
    List<List<Detection>> scenes(List<Scene> scenes) {
        List<List<Detection>> seen = new ArrayList<>();
        for (int first = 0; first < scenes.size(); first += GROUP) {
            try (Scope scope = Scope.open()) {
                List<Scene> group = scenes.subList(first, Math.min(scenes.size(), first + GROUP));
                Tensor drawn = images(group.stream().map(Picture::of).toList());
                seen.addAll(judge.look(model == null ? drawn : model.passed(drawn, torch.zeros(1))));
            }
        }
        return seen;
    }

    private static Tensor images(List<Picture> pictures) {
        float[] values = new float[pictures.size() * 3 * Picture.PIXELS];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).values(), 0, values, i * 3 * Picture.PIXELS, 3 * Picture.PIXELS);
        }
        return Tensor.create(values, pictures.size(), 3, Picture.SIDE, Picture.SIDE);
    }

    /** An exhibit and what the judge sees in it. */
    record Look(Exhibit exhibit, List<Detection> seen) {

        /** What it takes for a thing: the detection that shares most of its box. */
        Optional<Detection> of(Truth truth) {
            return Examination.of(truth.box(), seen);
        }
    }

    static Optional<Detection> of(Box box, List<Detection> seen) {
        Detection best = null;
        for (Detection detection : seen) {
            if (detection.box().iou(box) >= SAME && (best == null || detection.box().iou(box) > best.box().iou(box))) {
                best = detection;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What it sees in exhibits of one kind, worn as they are to be. */
    static List<Look> exhibits(Judge judge, JudgePixels pixels, Exhibit.Kind kind, long seed, long first, int count) {
        List<Look> looks = new ArrayList<>();
        for (long from = first; from < first + count; from += GROUP) {
            try (Scope scope = Scope.open()) {
                List<Exhibit> exhibits = LongStream.range(from, Math.min(first + count, from + GROUP))
                        .mapToObj(i -> Exhibit.of(kind, seed, i)).toList();
                JudgePixels.Shown shown = pixels.of(exhibits, seed, from);
                List<List<Detection>> seen = judge.look(shown.images());
                for (int i = 0; i < exhibits.size(); i++) {
                    looks.add(new Look(shown.exhibits().get(i), seen.get(i)));
                }
            }
        }
        return looks;
    }
}

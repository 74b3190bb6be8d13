package dev.goldpan.mini.train;

import dev.goldpan.mini.generator.Generator;
import dev.goldpan.mini.lesson.Degradation;
import dev.goldpan.mini.lesson.Family;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.lesson.Member;
import dev.goldpan.tensor.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The pictures of a lesson as generated ones look: some clean, some degraded, and, where there is a model, some drawn again by it
 * from the middle of its schedule.
 */
final class LessonPictures implements AutoCloseable {
    private static final double AGAIN = 0.12;
    private static final double EARLIEST = 0.1;
    private static final double LATEST = 0.6;
    private static final double MIXTURES = 0.2; // latest: later, the model makes one thing of them
    private static final double SCRAMBLED = 0.5;
    private static final double OF_OTHERS = 0.6;
    private static final double WORN = 0.2; // least

    private final Generator model; // null where there is none

    private LessonPictures(Generator model) {
        this.model = model;
    }

    /** @param model a bundled model's name or the folder of a checkpoint; null for none */
    static LessonPictures of(String model) {
        return new LessonPictures(model == null ? null : new Generator(model));
    }

    /** The model, by the names of {@link Objective#settings}. */
    Map<String, Object> settings() {
        return Map.of("model", Origin.of(model));
    }

    /**
     * Pictures of a lesson.
     *
     * @param strengths how bad each is, [b]
     * @return [b, 3, 128, 128], [-1, 1]
     */
    Tensor of(Lesson lesson, Tensor strengths) {
        return Degradation.of(redrawn(lesson), strengths);
    }

    /** The usual pictures of training: half of them clean. */
    Tensor usual(Lesson lesson) {
        Tensor strengths = Degradation.strengths(lesson.members().size(), 0.45, 0.8);
        for (int i = 0; i < lesson.members().size(); i++) {
            if (lesson.members().get(i).worn()) {
                strengths.select(0, i).fill_(new Scalar(WORN + torch.rand(1).item_double() * (1 - WORN)));
                strengths.select(0, i / Family.SIZE * Family.SIZE).zero_();
            }
        }
        return of(lesson, strengths);
    }

    /**
     * Pictures of a lesson, some of them drawn again: one in eight of those with a caption, told it, and more than half of mixtures and
     * of parts in no order, told nothing.
     *
     * @return [b, 3, 128, 128], [-1, 1]
     */
    Tensor redrawn(Lesson lesson) {
        Tensor images = lesson.images();
        return model == null ? images : again(again(images, lesson, true), lesson, false);
    }

    private Tensor again(Tensor images, Lesson lesson, boolean captioned) {
        List<Long> rows = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < lesson.members().size(); i++) {
            Member member = lesson.members().get(i);
            double chance = torch.rand(1).item_double();
            double part = torch.rand(1).item_double();
            double latest = captioned ? LATEST : member.scrambled() == 0 ? MIXTURES : SCRAMBLED;
            if (member.captioned() == captioned && !member.worn() && chance < (captioned ? AGAIN : OF_OTHERS)) {
                rows.add((long) i);
                times.add(EARLIEST + part * (latest - EARLIEST));
            }
        }
        if (rows.isEmpty()) {
            return images;
        }
        Tensor which = torch.tensor(rows.stream().mapToLong(Long::longValue).toArray());
        Tensor noise = torch.randn(new long[] {rows.size(), 4, 16, 16}, new TensorOptions(ScalarType.Float));
        List<String> told = captioned ? rows.stream().map(row -> lesson.captions().get(row.intValue())).toList() : null;
        Tensor made = model.redrawn(Images.unit(images.index_select(0, which)), told,
                times.stream().mapToDouble(Double::doubleValue).toArray(), noise);
        return images.index_copy(0, which, Images.signed(made));
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}

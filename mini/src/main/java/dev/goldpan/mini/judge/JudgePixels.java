package dev.goldpan.mini.judge;

import dev.goldpan.mini.generator.Generator;
import dev.goldpan.mini.world.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Exhibits as the judge sees them: those that are to look worn drawn again or decoded by the model, if there is one, or worn by hand. What
 * the model leaves of a thing is measured, not supposed: the truth about it changes with it.
 */
public final class JudgePixels implements AutoCloseable {
    private static final double BY_MODEL = 0.7;
    private static final double NOISY = 0.5;
    private static final double MOST_NOISE = 0.5;
    private static final double OUT_OF_FOCUS = 12; // pixels, for what only a model can draw again
    private static final long WEAR = 7;

    /**
     * Pictures and the truth about them.
     *
     * @param images [b, 3, 128, 128], [0, 1], fp32
     */
    public record Shown(Tensor images, List<Exhibit> exhibits) {}

    private final Generator model; // null where there is none

    /** @param model closed with this; null where there is none */
    public JudgePixels(Generator model) {
        this.model = model;
    }

    /**
     * The pictures as a batch.
     *
     * @param seed, first of the first exhibit; what is drawn depends on these alone
     */
    public Shown of(List<Exhibit> exhibits, long seed, long first) {
        float[] values = new float[exhibits.size() * 3 * Picture.PIXELS];
        Map<Long, Double> redrawn = new LinkedHashMap<>(); // row: time
        Map<Long, Double> passed = new LinkedHashMap<>(); // row: deviation of the noise on its latents
        for (int i = 0; i < exhibits.size(); i++) {
            Dice dice = Dice.of(seed, first + i, WEAR);
            Exhibit exhibit = exhibits.get(i);
            Picture picture = exhibit.picture().clamped();
            if (exhibit.redrawn() > 0) {
                redrawn.put((long) i, exhibit.redrawn());
                picture = model == null ? picture.blurred(OUT_OF_FOCUS * exhibit.redrawn()) : picture;
            } else if (exhibit.worn() && model != null && dice.chance(BY_MODEL)) {
                passed.put((long) i, dice.chance(NOISY) ? dice.between(0, MOST_NOISE) : 0);
            } else if (exhibit.worn()) {
                picture = Wear.of(picture, dice);
            }
            System.arraycopy(picture.values(), 0, values, i * 3 * Picture.PIXELS, 3 * Picture.PIXELS);
        }
        Tensor images = Tensor.create(values, exhibits.size(), 3, Picture.SIDE, Picture.SIDE);
        if (model != null) {
            Dice dice = Dice.of(seed, first, WEAR);
            change(images, passed, (some, deviations) -> model.passed(some, noise(deviations, dice)));
            for (boolean told : new boolean[] {false, true}) {
                Map<Long, Double> some = new LinkedHashMap<>(redrawn);
                some.keySet().removeIf(row -> exhibits.get(row.intValue()).told() != told);
                List<String> captions = some.keySet().stream().map(row -> exhibits.get(row.intValue()).scene().caption()).toList();
                change(images, some, (these, times) -> model.redrawn(these, told ? captions : null, times,
                        noise(DoubleStream.generate(() -> 1).limit(times.length).toArray(), dice)));
            }
        }
        List<Exhibit> shown = new ArrayList<>(exhibits);
        Stream.concat(redrawn.keySet().stream(), passed.keySet().stream()).map(Long::intValue)
                .forEach(i -> shown.set(i, exhibits.get(i).shownAs(picture(images, i))));
        return new Shown(images, shown);
    }

    private static Picture picture(Tensor images, int row) {
        float[] values = new float[3 * Picture.PIXELS];
        images.data_ptr_float().position((long) row * values.length).get(values);
        return new Picture(values);
    }

    /** Puts what {@code change} makes of some rows and their numbers in their place. */
    private static void change(Tensor images, Map<Long, Double> rows, BiFunction<Tensor, double[], Tensor> change) {
        if (!rows.isEmpty()) {
            Tensor which = torch.tensor(rows.keySet().stream().mapToLong(Long::longValue).toArray());
            double[] numbers = rows.values().stream().mapToDouble(Double::doubleValue).toArray();
            images.index_copy_(0, which, change.apply(images.index_select(0, which), numbers));
        }
    }

    /** Nearly normal noise of these deviations, [b, 4, 16, 16]. */
    private static Tensor noise(double[] deviations, Dice dice) {
        int each = 4 * 16 * 16;
        float[] noise = new float[deviations.length * each];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (deviations[i / each] * (dice.uniform() + dice.uniform() + dice.uniform() - 1.5) * 2);
        }
        return Tensor.create(noise, deviations.length, 4, 16, 16);
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}

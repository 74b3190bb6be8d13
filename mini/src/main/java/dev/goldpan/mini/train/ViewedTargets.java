package dev.goldpan.mini.train;

import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.Outputs;
import dev.goldpan.judge.Sightings;
import dev.goldpan.mini.viewing.Viewed;
import dev.goldpan.world.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Which cells of a batch should answer what for pictures that were viewed: the thing that is likeliest a subject answers for it, and the
 * one that is likeliest a mixture for that. Cells are numbered through the batch.
 */
final class ViewedTargets {
    private static final double SEEN = 0.3; // centres less sure than this are no things
    private static final double DAMAGE = 0.7; // of what is unrecognisable, as in Truth: partly anything
    private static final int CELLS = JudgeConfig.GRID * JudgeConfig.GRID;

    /** Cells that answer for subjects that are there. */
    final List<Long> there = new ArrayList<>();
    /** What each of {@link #there} should say of every subject, one after the other. */
    final List<Float> shares = new ArrayList<>();
    /** Cells that are likeliest a subject that is not there. */
    final List<Long> elsewhere = new ArrayList<>();
    /** The subject that each of {@link #elsewhere} is not. */
    final List<Long> absent = new ArrayList<>();
    /** Cells that answer for mixtures. */
    final List<Long> mixed = new ArrayList<>();
    /** Whether each of {@link #mixed} is one: 1 or 0. */
    final List<Float> mixtures = new ArrayList<>();

    private final JudgeConfig config;
    private final int subjects;

    /** @param subjects first channel of the subjects */
    ViewedTargets(JudgeConfig config, int subjects) {
        this.config = config;
        this.subjects = subjects;
    }

    /**
     * Adds those of one picture.
     *
     * @param number of the picture in the batch
     * @param raw answers of the network for it, [channels, 16, 16]
     */
    void add(int number, float[] raw, Viewed viewed) {
        Grid grid = new Grid(raw, (long) number * CELLS, things(raw));
        if (grid.things.isEmpty()) {
            return;
        }
        List<Mention> mentions = viewed.asked().mentions();
        for (int m = 0; m < mentions.size(); m++) {
            if (viewed.subjects().get(m) != Viewed.Sight.UNSURE) {
                add(grid, config.subjects().indexOf(mentions.get(m).subject()), viewed.subjects().get(m));
            }
        }
        if (viewed.mixture() != null) {
            mixed.add(grid.most(cell -> grid.at(Outputs.MIXTURE, cell)));
            mixtures.add(viewed.mixture() ? 1f : 0f);
        }
    }

    private void add(Grid grid, int subject, Viewed.Sight sight) {
        int count = config.subjects().size();
        long place = grid.most(cell -> grid.share(subjects, count, subject, cell));
        if (sight == Viewed.Sight.ABSENT) {
            elsewhere.add(place);
            absent.add((long) subject);
            return;
        }
        there.add(place);
        double damage = sight == Viewed.Sight.RECOGNISABLE ? 0 : DAMAGE;
        for (int other = 0; other < count; other++) {
            shares.add((float) (damage / count + (other == subject ? 1 - damage : 0)));
        }
    }

    /** Of things with a centre that is sure enough, or else the surest. */
    private List<Integer> things(float[] raw) {
        List<Integer> all = Sightings.places(config, raw);
        List<Integer> sure = all.stream().filter(cell -> 1 / (1 + Math.exp(-raw[cell])) >= SEEN).toList();
        return sure.isEmpty() ? all.stream().limit(1).toList() : sure;
    }

    /**
     * The answers for one picture.
     *
     * @param first place of its first cell in the batch
     * @param things cells that answer for things
     */
    private record Grid(float[] raw, long first, List<Integer> things) {
        double at(int channel, int cell) {
            return raw[channel * CELLS + cell];
        }

        /** Softmax of one class. */
        double share(int from, int count, int one, int cell) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.exp(at(from + i, cell) - at(from + one, cell));
            }
            return 1 / sum;
        }

        /** Place in the batch of the thing with the most of something, the surer one of equals. */
        long most(ToDoubleFunction<Integer> of) {
            int most = things.get(0);
            for (int thing : things) {
                most = of.applyAsDouble(thing) > of.applyAsDouble(most) ? thing : most;
            }
            return first + most;
        }
    }
}

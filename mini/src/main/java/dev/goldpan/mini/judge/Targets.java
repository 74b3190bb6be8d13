package dev.goldpan.mini.judge;

import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.Outputs;
import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the network should answer for a batch: for every cell whether a thing is centred there, and for the cells around a centre
 * everything else.
 *
 * <p>A thing raises a Gaussian around its centre, 1 in the cell that holds it (Zhou et al., 2019). Classes are distributions: a
 * mixture is both subjects by their shares, a damaged thing is partly anything, a ginger cat is orange and yellow. So a
 * probability says how far a viewer could tell.
 */
public final class Targets {
    private static final int GRID = JudgeConfig.GRID;
    private static final int CELLS = GRID * GRID;
    /** Cells that answer for a thing are this near to its centre, in pixels. */
    private static final double NEAR = 11;

    private final JudgeConfig config;
    private final float[] centres;
    private final float[] counted;
    private final List<Cell> cells = new ArrayList<>();

    /** One cell that answers for one thing. */
    private record Cell(int place, Truth truth) {}

    /** The targets of these pictures, in their order. */
    public Targets(JudgeConfig config, List<Exhibit> exhibits) {
        this.config = config;
        centres = new float[exhibits.size() * CELLS];
        counted = new float[centres.length];
        Arrays.fill(counted, 1);
        for (int i = 0; i < exhibits.size(); i++) {
            for (int cell = 0; cell < CELLS; cell++) {
                fill(i * CELLS + cell, (cell % GRID + 0.5) * JudgeConfig.CELL, (cell / GRID + 0.5) * JudgeConfig.CELL,
                        exhibits.get(i).truths());
            }
        }
    }

    /** One cell, whose middle is (x, y). */
    private void fill(int place, double x, double y, List<Truth> truths) {
        Truth nearest = null;
        double least = NEAR;
        for (Truth truth : truths) {
            Box box = truth.box();
            double dx = x - box.centreX();
            double dy = y - box.centreY();
            double sigma = Math.max(0.7 * JudgeConfig.CELL, 0.14 * Math.sqrt(box.area()));
            boolean holds = Math.abs(dx) <= JudgeConfig.CELL / 2.0 && Math.abs(dy) <= JudgeConfig.CELL / 2.0;
            double height = holds ? 1 : Math.min(0.95, Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)));
            centres[place] = Math.max(centres[place], (float) height);
            if (!truth.certain() && box.overlap(new Box(x - 1, y - 1, x + 1, y + 1)) > 0) {
                counted[place] = 0;
            }
            if (truth.certain() && Math.hypot(dx, dy) < least) {
                least = Math.hypot(dx, dy);
                nearest = truth;
            }
        }
        if (nearest != null) {
            cells.add(new Cell(place, nearest));
        }
    }

    /** Height of the nearest centre in every cell, [b * 256]. */
    public float[] centres() {
        return centres;
    }

    /** 1 for cells of which it is clear whether a thing is centred there, else 0; [b * 256]. */
    public float[] counted() {
        return counted;
    }

    /** The cells that answer for things, p of them, as places in [b * 256]. */
    public long[] places() {
        return cells.stream().mapToLong(Cell::place).toArray();
    }

    /** Edges as {@link Outputs#BOX} has them, [p * 4]. */
    public float[] boxes() {
        return rows(4, (cell, row) -> {
            double x = (cell.place % GRID + 0.5) * JudgeConfig.CELL;
            double y = (cell.place % CELLS / GRID + 0.5) * JudgeConfig.CELL;
            Box box = cell.truth.box();
            row[0] = (float) ((x - box.x0()) / Outputs.REACH);
            row[1] = (float) ((y - box.y0()) / Outputs.REACH);
            row[2] = (float) ((box.x1() - x) / Outputs.REACH);
            row[3] = (float) ((box.y1() - y) / Outputs.REACH);
        });
    }

    /** Probability of each subject, [p * subjects]. */
    public float[] subjects() {
        int count = config.subjects().size();
        return rows(count, (cell, row) -> {
            Truth truth = cell.truth;
            Arrays.fill(row, (float) (truth.damage() / count));
            row[config.subjects().indexOf(truth.first())] += (float) ((1 - truth.damage()) * truth.share());
            row[config.subjects().indexOf(truth.second())] += (float) ((1 - truth.damage()) * (1 - truth.share()));
        });
    }

    /** Probability of each colour, [p * colours]; all 0 where nobody could say. */
    public float[] colours() {
        return rows(config.colours().size(), (cell, row) -> {
            for (Colour colour : cell.truth.colours()) {
                row[config.colours().indexOf(colour)] = 1f / cell.truth.colours().size();
            }
        });
    }

    /** 1 at the style, [p * styles]; less where a damaged thing does not show it. */
    public float[] styles() {
        return rows(config.styles().size(),
                (cell, row) -> row[config.styles().indexOf(cell.truth.style())] = (float) (1 - cell.truth.damage()));
    }

    /** 1 where it is a mixture, [p]. */
    public float[] mixtures() {
        return rows(1, (cell, row) -> row[0] = cell.truth.mixture() ? 1 : 0);
    }

    /** 1 where it is plain whether it is a mixture, else 0; [p]. */
    public float[] plain() {
        return rows(1, (cell, row) -> row[0] = cell.truth.plainly() ? 1 : 0);
    }

    private interface Row {
        void fill(Cell cell, float[] row);
    }

    private float[] rows(int width, Row filler) {
        float[] all = new float[cells.size() * width];
        float[] row = new float[width];
        for (int i = 0; i < cells.size(); i++) {
            Arrays.fill(row, 0);
            filler.fill(cells.get(i), row);
            System.arraycopy(row, 0, all, i * width, width);
        }
        return all;
    }
}

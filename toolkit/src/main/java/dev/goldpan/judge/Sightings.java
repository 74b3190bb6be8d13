package dev.goldpan.judge;

import dev.goldpan.world.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * From the network's answers for every cell to things: cells that are more of a centre than their neighbours, without those whose
 * box is nearly that of a surer one. Plain arithmetic, the same for the same numbers.
 */
public final class Sightings {
    /** What is less sure than this is not reported. */
    static final double LEAST = 0.05;
    /** Boxes that share more of their union than this are one thing. */
    static final double SAME = 0.5;
    private static final int MOST = 16;
    private static final int GRID = JudgeConfig.GRID;
    private static final int CELLS = GRID * GRID;

    private final JudgeConfig config;
    private final Outputs outputs;
    private final float[] raw; // [channels, 16, 16]

    private Sightings(JudgeConfig config, float[] raw) {
        this.config = config;
        this.outputs = Outputs.of(config);
        this.raw = raw;
    }

    /**
     * What is to be seen in one picture, surest first.
     *
     * @param raw [channels of {@link Outputs}, 16, 16]
     */
    static List<Detection> of(JudgeConfig config, float[] raw) {
        Sightings sightings = new Sightings(config, raw);
        return sightings.distinct().stream().map(cell -> sightings.detection(cell, sightings.box(cell))).toList();
    }

    /**
     * The cells that answer for the things of {@link #of}, in the same order.
     *
     * @param raw [channels of {@link Outputs}, 16, 16]
     * @return places in the grid, row by row
     */
    public static List<Integer> places(JudgeConfig config, float[] raw) {
        return new Sightings(config, raw).distinct();
    }

    private List<Integer> distinct() {
        List<Integer> peaks = new ArrayList<>();
        for (int cell = 0; cell < CELLS; cell++) {
            if (sigmoid(at(Outputs.CENTRE, cell)) >= LEAST && isPeak(cell)) {
                peaks.add(cell);
            }
        }
        peaks.sort(Comparator.comparingDouble((Integer cell) -> -at(Outputs.CENTRE, cell))); // stable: equal ones in scan order
        List<Integer> kept = new ArrayList<>();
        for (int cell : peaks) {
            Box box = box(cell);
            if (kept.size() < MOST && kept.stream().noneMatch(other -> box(other).iou(box) > SAME)) {
                kept.add(cell);
            }
        }
        return kept;
    }

    /** Whether no neighbour is greater; of equal neighbours the first is the peak. */
    private boolean isPeak(int cell) {
        int x = cell % GRID;
        int y = cell / GRID;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(GRID - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(GRID - 1, x + 1); nx++) {
                int neighbour = ny * GRID + nx;
                double difference = at(Outputs.CENTRE, neighbour) - at(Outputs.CENTRE, cell);
                if (difference > 0 || difference == 0 && neighbour < cell) {
                    return false;
                }
            }
        }
        return true;
    }

    /** At least a pixel wide, so that it has a union with others. */
    private Box box(int cell) {
        double x = (cell % GRID + 0.5) * JudgeConfig.CELL;
        double y = (cell / GRID + 0.5) * JudgeConfig.CELL;
        double left = x - edge(0, cell);
        double top = y - edge(1, cell);
        return new Box(left, top, Math.max(left + 1, x + edge(2, cell)), Math.max(top + 1, y + edge(3, cell)));
    }

    private double edge(int side, int cell) {
        return at(Outputs.BOX + side, cell) * Outputs.REACH;
    }

    private Detection detection(int cell, Box box) {
        return new Detection(box, sigmoid(at(Outputs.CENTRE, cell)), classes(config.subjects(), outputs.subjects(), cell),
                classes(config.colours(), outputs.colours(), cell), classes(config.styles(), outputs.styles(), cell),
                sigmoid(at(Outputs.MIXTURE, cell)));
    }

    /** Softmax over the channels from {@code first}. */
    private <K extends Enum<K>> Map<K, Double> classes(List<K> names, int first, int cell) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < names.size(); i++) {
            greatest = Math.max(greatest, at(first + i, cell));
        }
        double sum = 0;
        for (int i = 0; i < names.size(); i++) {
            sum += Math.exp(at(first + i, cell) - greatest);
        }
        Map<K, Double> table = new EnumMap<>(names.get(0).getDeclaringClass());
        for (int i = 0; i < names.size(); i++) {
            table.put(names.get(i), Math.exp(at(first + i, cell) - greatest) / sum);
        }
        return table;
    }

    private double at(int channel, int cell) {
        return raw[channel * CELLS + cell];
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}

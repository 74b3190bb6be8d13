package dev.goldpan.mini.judge;

import dev.goldpan.judge.Detection;
import dev.goldpan.judge.Judge;
import dev.goldpan.mini.world.Dice;
import dev.goldpan.tensor.Scope;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The pictures that {@link Viewed} speaks of, for training: as they were viewed, mirrored half of the time and moved a little. */
public final class ViewedPictures {
    private static final long DRAW = 10; // key of what is drawn; see Exhibit
    private static final int MOVED = 6; // pixels at most
    private static final int SIDE = Picture.SIDE;

    private final List<Viewed> viewed = new ArrayList<>();
    private final List<int[]> pictures = new ArrayList<>(); // red, green and blue of each pixel in one number

    /**
     * Some of them.
     *
     * @param images [b, 3, 128, 128], [0, 1]
     */
    public record Batch(Tensor images, List<Viewed> viewed) {}

    /**
     * Reads those of {@code all} that are as they were viewed; another processor may have drawn some differently.
     *
     * @param folder of their files
     * @throws IllegalArgumentException if more than one in ten is another picture or is missing
     */
    public ViewedPictures(List<Viewed> all, Path folder) {
        for (Viewed one : all) {
            Path file = folder.resolve(one.file());
            Labels.Pictured pictured = Files.exists(file) ? Labels.Pictured.read(file) : null;
            if (pictured != null && pictured.isOf(one.sketch(), one.prompt())) {
                BufferedImage picture = pictured.picture();
                viewed.add(one);
                pictures.add(picture.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE));
            }
        }
        int missing = all.size() - viewed.size();
        if (missing > Seen.DIFFERENT * all.size()) {
            throw new IllegalArgumentException(folder + ": has not " + missing + " of the " + all.size()
                    + " pictures that were viewed; draw them with judge viewed");
        }
    }

    /** {@code count} of them at random; which, and how they are moved, depends on the seed and the index alone. */
    public Batch batch(long seed, long index, int count) {
        float[] values = new float[count * 3 * SIDE * SIDE];
        List<Viewed> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Dice dice = Dice.of(seed, index * count + i, DRAW);
            int which = dice.below(viewed.size());
            boolean mirrored = dice.chance(0.5);
            fill(values, i * 3 * SIDE * SIDE, pictures.get(which), mirrored, dice.below(2 * MOVED + 1) - MOVED,
                    dice.below(2 * MOVED + 1) - MOVED);
            some.add(viewed.get(which));
        }
        return new Batch(Tensor.create(values, count, 3, SIDE, SIDE), some);
    }

    /** Edges repeat. */
    private static void fill(float[] values, int at, int[] picture, boolean mirrored, int right, int down) {
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int fromX = inside((mirrored ? SIDE - 1 - x : x) + right);
                int rgb = picture[inside(y + down) * SIDE + fromX];
                for (int plane = 0; plane < 3; plane++) {
                    values[at + (plane * SIDE + y) * SIDE + x] = (rgb >> 8 * (2 - plane) & 255) / 255f;
                }
            }
        }
    }

    private static int inside(int at) {
        return Math.min(SIDE - 1, Math.max(0, at));
    }

    /** {@code count} of them from {@code first} on, as they were viewed. @return [count, 3, 128, 128], [0, 1] */
    Tensor images(int first, int count) {
        float[] values = new float[count * 3 * SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            fill(values, i * 3 * SIDE * SIDE, pictures.get(first + i), false, 0, 0);
        }
        return Tensor.create(values, count, 3, SIDE, SIDE);
    }

    /** Which they are, in their order here. */
    List<Viewed> viewed() {
        return Collections.unmodifiableList(viewed);
    }

    /** A picture and what a judge sees in it, surest first. */
    record Look(Viewed viewed, List<Detection> seen) {}

    /** What {@code judge} sees in all of them, as they were viewed. */
    List<Look> looks(Judge judge) {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < viewed.size(); i++) {
            try (Scope scope = Scope.open()) {
                looks.add(new Look(viewed.get(i), judge.look(images(i, 1)).get(0)));
            }
        }
        return looks;
    }

    /** How many there are. */
    public int size() {
        return viewed.size();
    }
}

package dev.goldpan.mini.viewing;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Renderer;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** The pictures that {@link Viewed} speaks of, for training: as they were viewed, mirrored half of the time and moved a little. */
public final class ViewedPictures {
    static final long DRAW = 10; // key of what is drawn; a judge's exhibits have others
    private static final int MOVED = 6; // pixels at most
    private static final int SIDE = Renderer.SIDE;

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
        this(all, one -> folder.resolve(one.file()), folder);
    }

    /** Of files of any names; a file may be null, which is none. */
    ViewedPictures(List<Viewed> all, Function<Viewed, Path> files, Path folder) {
        for (Viewed one : all) {
            Path file = files.apply(one);
            Pictured pictured = file != null && Files.exists(file) ? Pictured.read(file) : null;
            if (pictured != null && pictured.isOf(one.sketch(), one.prompt())) {
                BufferedImage picture = pictured.picture();
                viewed.add(one);
                pictures.add(picture.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE));
            }
        }
        int missing = all.size() - viewed.size();
        if (missing > Pictured.DIFFERENT * all.size()) {
            throw new IllegalArgumentException(folder + ": has not " + missing + " of the " + all.size()
                    + " pictures that were viewed; write them with viewing write");
        }
    }

    /** {@code count} of them at random; which, and how they are moved, depends on the seed and the index alone. */
    public Batch batch(long seed, long index, int count) {
        Dice dice = Dice.of(seed, index, DRAW);
        int[] places = IntStream.generate(() -> dice.below(viewed.size())).limit(count).toArray();
        return new Batch(moved(places, dice), Arrays.stream(places).mapToObj(viewed::get).toList());
    }

    /** Some of them, mirrored half of the time and moved a little. @return [b, 3, 128, 128], [0, 1] */
    Tensor moved(int[] places, Dice dice) {
        float[] values = new float[places.length * Renderer.BYTES];
        for (int i = 0; i < places.length; i++) {
            boolean mirrored = dice.chance(0.5);
            fill(values, i * Renderer.BYTES, pictures.get(places[i]), mirrored, dice.below(2 * MOVED + 1) - MOVED,
                    dice.below(2 * MOVED + 1) - MOVED);
        }
        return Tensor.create(values, places.length, 3, SIDE, SIDE);
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

    /** Some of them, as they were viewed. @return [b, 3, 128, 128], [0, 1] */
    public Tensor images(int... places) {
        float[] values = new float[places.length * Renderer.BYTES];
        for (int i = 0; i < places.length; i++) {
            fill(values, i * Renderer.BYTES, pictures.get(places[i]), false, 0, 0);
        }
        return Tensor.create(values, places.length, 3, SIDE, SIDE);
    }

    /** Which they are, in their order here. */
    public List<Viewed> viewed() {
        return Collections.unmodifiableList(viewed);
    }

    /** How many there are. */
    public int size() {
        return viewed.size();
    }
}

package dev.goldpan.mini.viewing;

import dev.goldpan.mini.world.Dice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures of one prompt, of which viewers saw more of what it asks for in some than in others: what a verifier has to put in order
 * (Xu et al., 2023, rank them likewise).
 */
public final class Rivals {
    /** Pictures of a prompt. */
    public static final int SIZE = 8;

    private final ViewedPictures pictures;
    private final List<int[]> pairs = new ArrayList<>(); // places of the better and the worse one

    /** All pairs of the same prompt that differ. */
    public Rivals(ViewedPictures pictures) {
        this.pictures = pictures;
        Map<String, List<Integer>> prompts = new LinkedHashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            if (pictures.viewed().get(i).isSure()) {
                prompts.computeIfAbsent(pictures.viewed().get(i).prompt(), prompt -> new ArrayList<>()).add(i);
            }
        }
        prompts.values().forEach(this::compare);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("pictures that were viewed: no prompt has a better and a worse one");
        }
    }

    private void compare(Collection<Integer> same) {
        for (int one : same) {
            for (int other : same) {
                if (pictures.viewed().get(one).faults() < pictures.viewed().get(other).faults()) {
                    pairs.add(new int[] {one, other});
                }
            }
        }
    }

    /**
     * Some of them.
     *
     * @param better [n, 3, 128, 128], [0, 1]
     * @param worse likewise
     * @param prompts one per pair
     */
    public record Batch(Tensor better, Tensor worse, List<String> prompts) {}

    /** {@code count} pairs at random; which, and how their pictures are moved, depends on the seed and the index alone. */
    public Batch batch(long seed, long index, int count) {
        int[] better = new int[count];
        int[] worse = new int[count];
        List<String> prompts = new ArrayList<>();
        Dice dice = Dice.of(seed, index, ViewedPictures.DRAW);
        for (int i = 0; i < count; i++) {
            int[] pair = pairs.get(dice.below(pairs.size()));
            better[i] = pair[0];
            worse[i] = pair[1];
            prompts.add(pictures.viewed().get(pair[0]).prompt());
        }
        return new Batch(pictures.moved(better, dice), pictures.moved(worse, dice), prompts);
    }

    /** Every pair once, as viewed, in parts. @param first place of the first pair */
    public Batch at(int first, int count) {
        List<int[]> some = pairs.subList(first, first + count);
        return new Batch(pictures.images(some.stream().mapToInt(pair -> pair[0]).toArray()),
                pictures.images(some.stream().mapToInt(pair -> pair[1]).toArray()),
                some.stream().map(pair -> pictures.viewed().get(pair[0]).prompt()).toList());
    }

    /** How many pairs there are. */
    public int size() {
        return pairs.size();
    }
}

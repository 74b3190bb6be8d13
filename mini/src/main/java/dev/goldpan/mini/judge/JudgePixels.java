package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Exhibits as the judge sees them: those that are to look worn through an autoencoder, where there is one, or worn by hand. */
public final class JudgePixels implements AutoCloseable {
    private static final double TRIPS = 0.6;
    private static final double NOISY = 0.5;
    private static final double MOST_NOISE = 0.5;
    private static final long WEAR = 7;

    private final Trip trip; // null where there is none

    /** @param trip closed with this; null where there is none */
    public JudgePixels(Trip trip) {
        this.trip = trip;
    }

    /**
     * The pictures as a batch.
     *
     * @param seed, first of the first exhibit; what is drawn depends on these alone
     * @return [b, 3, 128, 128], [0, 1], fp32
     */
    public Tensor of(List<Exhibit> exhibits, long seed, long first) {
        float[] values = new float[exhibits.size() * 3 * Picture.PIXELS];
        List<Long> travellers = new ArrayList<>();
        List<Float> noises = new ArrayList<>();
        for (int i = 0; i < exhibits.size(); i++) {
            Dice dice = Dice.of(seed, first + i, WEAR);
            Picture picture = exhibits.get(i).picture().clamped();
            if (exhibits.get(i).worn() && trip != null && dice.chance(TRIPS)) {
                travellers.add((long) i);
                noises.add((float) (dice.chance(NOISY) ? dice.between(0, MOST_NOISE) : 0));
            } else if (exhibits.get(i).worn()) {
                picture = Wear.of(picture, dice);
            }
            System.arraycopy(picture.values(), 0, values, i * 3 * Picture.PIXELS, 3 * Picture.PIXELS);
        }
        Tensor images = Tensor.create(values, exhibits.size(), 3, Picture.SIDE, Picture.SIDE);
        return travellers.isEmpty() ? images : travelled(images, travellers, noises, Dice.of(seed, first, WEAR));
    }

    private Tensor travelled(Tensor images, List<Long> travellers, List<Float> noises, Dice dice) {
        Tensor rows = torch.tensor(travellers.stream().mapToLong(Long::longValue).toArray());
        int each = 4 * 16 * 16;
        float[] noise = new float[travellers.size() * each];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (noises.get(i / each) * (dice.uniform() + dice.uniform() + dice.uniform() - 1.5) * 2);
        }
        Tensor made = trip.of(images.index_select(0, rows), Tensor.create(noise, travellers.size(), 4, 16, 16));
        return images.index_copy_(0, rows, made);
    }

    @Override
    public void close() {
        if (trip != null) {
            trip.close();
        }
    }
}

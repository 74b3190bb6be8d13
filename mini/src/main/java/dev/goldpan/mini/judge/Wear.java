package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;

/**
 * What an autoencoder and a denoiser do to a whole picture without harm to what it shows: softness, ringing, lost resolution,
 * grain, unsteady blocks, tones a little off.
 */
final class Wear {
    private static final int BLOCK = 8;

    private Wear() {}

    static Picture of(Picture picture, Dice dice) {
        Picture worn = picture;
        if (dice.chance(0.3)) {
            worn = toned(worn, dice);
        }
        if (dice.chance(0.3)) {
            worn = worn.blurred(dice.between(0.4, 1.3));
        } else if (dice.chance(0.2)) {
            worn = coarse(worn, dice.between(1.5, 3));
        }
        if (dice.chance(0.2)) {
            Picture soft = worn.blurred(dice.between(0.8, 2));
            double extra = dice.between(0.4, 1.2);
            worn = worn.combined(1 + extra, soft, -extra, soft, 0);
        }
        if (dice.chance(0.2)) {
            Picture noise = Picture.noise(dice.between(0.01, 0.05), dice);
            worn = worn.combined(1, noise, 1, noise, 0);
        }
        if (dice.chance(0.2)) {
            double sigma = dice.between(0.8, 2.5);
            Picture noise = Picture.noise(dice.between(0.02, 0.09) * 2 * sigma, dice).blurred(sigma);
            worn = worn.combined(1, noise, 1, noise, 0);
        }
        if (dice.chance(0.15)) {
            worn = blocky(worn, dice.between(0.01, 0.05), dice);
        }
        return worn.clamped();
    }

    /** Brightness, contrast and saturation a little off. */
    private static Picture toned(Picture picture, Dice dice) {
        double contrast = dice.between(0.85, 1.15);
        double brightness = dice.between(-0.06, 0.06);
        double saturation = dice.between(0.75, 1.2);
        float[] in = picture.values();
        float[] out = new float[in.length];
        for (int i = 0; i < Picture.PIXELS; i++) {
            double grey = (in[i] + in[i + Picture.PIXELS] + in[i + 2 * Picture.PIXELS]) / 3;
            for (int c = i; c < out.length; c += Picture.PIXELS) {
                out[c] = (float) ((grey + saturation * (in[c] - grey) - 0.5) * contrast + 0.5 + brightness);
            }
        }
        return new Picture(out);
    }

    /** As if seen at a resolution {@code factor} times lower. */
    private static Picture coarse(Picture picture, double factor) {
        float[] dx = new float[Picture.PIXELS];
        float[] dy = new float[Picture.PIXELS];
        for (int i = 0; i < dx.length; i++) {
            dx[i] = toCoarse(i % Picture.SIDE, factor);
            dy[i] = toCoarse(i / Picture.SIDE, factor);
        }
        return picture.blurred(factor / 2).pulled(dx, dy).blurred(factor / 4);
    }

    /** From a pixel to the middle of the coarse pixel it lies in. */
    private static float toCoarse(int at, double factor) {
        return (float) ((Math.floor((at + 0.5) / factor) + 0.5) * factor - 0.5 - at);
    }

    /** Every block of 8 x 8, which is one latent, off by a little. */
    private static Picture blocky(Picture picture, double deviation, Dice dice) {
        float[] out = picture.values().clone();
        int blocks = Picture.SIDE / BLOCK;
        for (int plane = 0; plane < out.length; plane += Picture.PIXELS) {
            float[] off = new float[blocks * blocks];
            for (int b = 0; b < off.length; b++) {
                off[b] = (float) (deviation * dice.between(-1.7, 1.7));
            }
            for (int i = 0; i < Picture.PIXELS; i++) {
                out[plane + i] += off[i / Picture.SIDE / BLOCK * blocks + i % Picture.SIDE / BLOCK];
            }
        }
        return new Picture(out).blurred(0.7);
    }
}

package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.world.Box;

/** Ways in which a picture can show two things as one, after the mixtures that diffusion models make. */
enum Blend {
    /** Both, half transparent. */
    VEIL {
        @Override
        Blended of(Picture one, Picture two, Box box, Dice dice) {
            double share = dice.between(0.38, 0.62);
            return new Blended(one.combined(share, two, 1 - share, two, 0), share);
        }
    },
    /** One half of each. */
    HALVES {
        @Override
        Blended of(Picture one, Picture two, Box box, Dice dice) {
            double turn = dice.chance(0.7) ? dice.below(4) * Math.PI / 2 : dice.between(0, 2 * Math.PI);
            double x = StrictMath.cos(turn);
            double y = StrictMath.sin(turn);
            double soft = dice.between(1, 8);
            double off = dice.between(-0.12, 0.12) * Math.max(box.width(), box.height());
            float[] mask = new float[Picture.PIXELS];
            for (int i = 0; i < mask.length; i++) {
                double along = (i % Picture.SIDE - box.centreX()) * x + ((double) (i / Picture.SIDE) - box.centreY()) * y - off;
                mask[i] = (float) Math.min(1, Math.max(0, along / soft + 0.5));
            }
            return through(one, two, mask, box);
        }
    },
    /** Patches of each, about a third of the thing large. */
    PATCHES {
        @Override
        Blended of(Picture one, Picture two, Box box, Dice dice) {
            double lobes = dice.between(1.5, 3.5) * Picture.SIDE / Math.max(box.width(), box.height());
            double sharp = dice.between(2, 8);
            float[] mask = Picture.field(lobes, dice);
            for (int i = 0; i < mask.length; i++) {
                mask[i] = (float) Math.min(1, Math.max(0, mask[i] * sharp + 0.5));
            }
            return through(one, two, mask, box);
        }
    },
    /** The large shapes of one with the details of the other. */
    DETAIL {
        @Override
        Blended of(Picture one, Picture two, Box box, Dice dice) {
            double sigma = dice.between(2, 4);
            Picture large = two.blurred(sigma);
            return new Blended(one.blurred(sigma).combined(1, two, 1, large, -1), 0.5);
        }
    },
    /** One with the colours of the other and some of its shades. */
    BLEED {
        @Override
        Blended of(Picture one, Picture two, Box box, Dice dice) {
            double shades = dice.between(0.2, 0.4);
            float[] out = new float[3 * Picture.PIXELS];
            for (int i = 0; i < Picture.PIXELS; i++) {
                double grey = (1 - shades) * luma(one, i) + shades * luma(two, i);
                for (int c = i; c < out.length; c += Picture.PIXELS) {
                    out[c] = (float) (grey + two.values()[c] - luma(two, i));
                }
            }
            return new Blended(new Picture(out).clamped(), 0.6);
        }
    };

    /** @param share how much of the result is the first */
    record Blended(Picture picture, double share) {}

    /** Two pictures as one; only what is in {@code box} will be used. */
    abstract Blended of(Picture one, Picture two, Box box, Dice dice);

    private static Blended through(Picture one, Picture two, float[] mask, Box box) {
        float[] inside = Picture.mask(box, 1);
        double second = 0;
        double area = 0;
        for (int i = 0; i < mask.length; i++) {
            second += mask[i] * inside[i];
            area += inside[i];
        }
        return new Blended(one.under(two, mask), 1 - second / Math.max(1, area));
    }

    private static double luma(Picture picture, int pixel) {
        float[] values = picture.values();
        return 0.299 * values[pixel] + 0.587 * values[pixel + Picture.PIXELS] + 0.114 * values[pixel + 2 * Picture.PIXELS];
    }
}

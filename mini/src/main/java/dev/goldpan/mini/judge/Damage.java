package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.world.Box;
import java.util.function.Supplier;

/**
 * Ways in which a picture can show a thing badly. Strength goes from 0 (nothing) to 1; up to about a third a viewer still tells
 * the thing with ease, which {@link #harm} states.
 */
enum Damage {
    /** Bent. */
    WARP {
        @Override
        Picture apply(Picture picture, Supplier<Picture> empty, Box box, double strength, Dice dice) {
            double size = Math.max(box.width(), box.height());
            double lobes = dice.between(2, 4) * Picture.SIDE / size;
            float[] dx = Picture.field(lobes, dice);
            float[] dy = Picture.field(lobes, dice);
            for (int i = 0; i < dx.length; i++) {
                dx[i] *= (float) (0.3 * strength * size);
                dy[i] *= (float) (0.3 * strength * size);
            }
            return picture.pulled(dx, dy);
        }
    },
    /** Its parts exchanged. */
    SHUFFLE {
        @Override
        Picture apply(Picture picture, Supplier<Picture> empty, Box box, double strength, Dice dice) {
            int parts = 2 + dice.below(2);
            double w = box.width() / parts;
            double h = box.height() / parts;
            float[] dx = new float[Picture.PIXELS];
            float[] dy = new float[Picture.PIXELS];
            for (int part = 0; part < parts * parts; part++) {
                if (dice.chance(strength)) {
                    int from = dice.below(parts * parts);
                    int x0 = (int) (box.x0() + part % parts * w);
                    int y0 = (int) (box.y0() + (double) (part / parts) * h);
                    for (int y = Math.max(0, y0); y < Math.min(Picture.SIDE, y0 + h); y++) {
                        for (int x = Math.max(0, x0); x < Math.min(Picture.SIDE, x0 + w); x++) {
                            dx[y * Picture.SIDE + x] = (float) ((from % parts - part % parts) * w);
                            dy[y * Picture.SIDE + x] = (float) ((from / parts - part / parts) * h);
                        }
                    }
                }
            }
            return picture.pulled(dx, dy);
        }

        @Override
        double harm(double strength) {
            return super.harm(strength + 0.25);
        }
    },
    /** Partly missing: the background shows. */
    ERASE {
        @Override
        Picture apply(Picture picture, Supplier<Picture> empty, Box box, double strength, Dice dice) {
            double turn = dice.between(0, 2 * Math.PI);
            double x = StrictMath.cos(turn);
            double y = StrictMath.sin(turn);
            double reach = (Math.abs(x) * box.width() + Math.abs(y) * box.height()) / 2;
            float[] rough = Picture.field(8, dice);
            float[] mask = new float[Picture.PIXELS];
            for (int i = 0; i < mask.length; i++) {
                double along = (i % Picture.SIDE - box.centreX()) * x + ((double) (i / Picture.SIDE) - box.centreY()) * y;
                double past = along + reach * (2 * strength - 1 + 0.3 * rough[i]);
                mask[i] = (float) Math.min(1, Math.max(0, past / 4 + 0.5));
            }
            return picture.under(empty.get(), mask);
        }
    },
    /** Out of focus. */
    SMEAR {
        @Override
        Picture apply(Picture picture, Supplier<Picture> empty, Box box, double strength, Dice dice) {
            return picture.blurred(0.5 + 0.13 * strength * Math.max(box.width(), box.height()));
        }
    },
    /** Under smooth noise, as denoising that stopped early leaves it. */
    CLOUD {
        @Override
        Picture apply(Picture picture, Supplier<Picture> empty, Box box, double strength, Dice dice) {
            double sigma = dice.between(1, 3);
            Picture noise = Picture.noise(0.9 * strength * 2 * sigma, dice).blurred(sigma);
            return picture.blurred(0.5 + strength).combined(1, noise, 0.5, noise, 0).clamped();
        }
    };

    private static final double PLAIN = 0.35;
    private static final double WORST = 0.85;

    /**
     * The whole picture with the damage; only what is in {@code box} will be used.
     *
     * @param empty makes the picture without the thing
     */
    abstract Picture apply(Picture picture, Supplier<Picture> empty, Box box, double strength, Dice dice);

    /** How little can be told at this strength, 0 to 1. */
    double harm(double strength) {
        return Math.min(1, Math.max(0, (strength - PLAIN) / (WORST - PLAIN)));
    }

    /** Whether it is clear at this strength whether a thing is there. */
    boolean leavesTrace(double strength) {
        return this != ERASE || strength < 0.6;
    }
}

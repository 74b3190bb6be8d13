package dev.goldpan.mini.world;

import dev.goldpan.world.Colour;

/**
 * How a named colour is painted: the line through three values along which the shades of a glyph are mapped.
 *
 * @param dark, middle, light 0xRRGGBB
 */
record Ramp(int dark, int middle, int light) {

    /** @throws IllegalArgumentException for {@link Colour#NATURAL}, which repaints nothing */
    static Ramp of(Colour colour) {
        return switch (colour) {
            case NATURAL -> throw new IllegalArgumentException("a natural colour has no ramp");
            case RED -> new Ramp(0x6E0A12, 0xDC2430, 0xFF9C98);
            case ORANGE -> new Ramp(0x9C4300, 0xF98A16, 0xFFD3A0);
            case YELLOW -> new Ramp(0xA37A00, 0xFBD51E, 0xFFF6B8);
            case GREEN -> new Ramp(0x0E4A1E, 0x2FA548, 0xA9E5B0);
            case BLUE -> new Ramp(0x0B2470, 0x2463DC, 0x9CC2FF);
            case PURPLE -> new Ramp(0x3A0F5E, 0x8A38BE, 0xD6AEF0);
            case PINK -> new Ramp(0xA82E6E, 0xFC83BE, 0xFFD6EA);
            case BROWN -> new Ramp(0x35190A, 0x83502A, 0xC79E78);
            case BLACK -> new Ramp(0x060608, 0x26272B, 0x74767C);
            case GRAY -> new Ramp(0x3A3C40, 0x8D9096, 0xCDD0D4);
            case WHITE -> new Ramp(0x85898F, 0xF0F1F3, 0xFFFFFF);
        };
    }

    /** The value at shade 0 (dark) to 0.5 (middle) to 1 (light), 0xRRGGBB. */
    int at(double shade) {
        double t = Math.min(1, Math.max(0, shade));
        return t < 0.5 ? Rgb.mix(dark, middle, 2 * t) : Rgb.mix(middle, light, 2 * t - 1);
    }
}

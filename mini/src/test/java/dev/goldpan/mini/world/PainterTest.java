package dev.goldpan.mini.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PainterTest {

    /** Whatever the glyph looks like by nature, its typical shade is nearest to the colour that was named. */
    @Test
    void namedColoursAreUnmistakableOnEverySubject() {
        for (Subject subject : Subject.all()) {
            for (Glyph glyph : Glyphs.of(subject)) {
                for (Colour colour : Colour.named()) {
                    int typical = median(Painter.paint(glyph, colour, Style.PLAIN));
                    Colour nearest = Colour.named().stream()
                            .min(Comparator.comparingDouble(c -> Rgb.distance(typical, Ramp.of(c).middle()))).orElseThrow();
                    assertEquals(colour, nearest, subject + " " + glyph.variant());
                }
            }
        }
    }

    private static int median(Sprite sprite) {
        int[] shades = Arrays.stream(sprite.argb()).filter(p -> Rgb.alpha(p) > 127).boxed()
                .sorted(Comparator.comparingDouble(Rgb::luma)).mapToInt(p -> p).toArray();
        return shades[shades.length / 2] & 0xFFFFFF;
    }

    @Test
    void namedColoursAreFarApart() {
        List<Colour> named = Colour.named();
        for (Colour a : named) {
            for (Colour b : named) {
                assertTrue(a == b || Rgb.distance(Ramp.of(a).middle(), Ramp.of(b).middle()) > 130, a + " " + b);
            }
        }
    }

    @Test
    void everySubjectHasItsGlyphsInOrder() {
        int glyphs = 0;
        for (Subject subject : Subject.all()) {
            List<Glyph> variants = Glyphs.of(subject);
            for (int i = 0; i < variants.size(); i++) {
                assertEquals(i, variants.get(i).variant());
                assertEquals(subject, variants.get(i).subject());
            }
            glyphs += variants.size();
        }
        assertEquals(76, glyphs);
    }
}

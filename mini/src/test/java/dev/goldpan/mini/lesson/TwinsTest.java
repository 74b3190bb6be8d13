package dev.goldpan.mini.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import org.junit.jupiter.api.Test;

class TwinsTest {
    private static final int COUNT = 60;

    @Test
    void twinsShowTheSameThingsElsewhere() {
        Twins twins = Twins.of(3, 5, COUNT);
        assertEquals(twins, Twins.of(3, 5, COUNT));
        int otherGround = 0;
        for (int i = 0; i < COUNT; i++) {
            Scene one = twins.one().members().get(i).scene();
            Scene other = twins.other().members().get(i).scene();
            assertEquals(Scene.of(3, 5 + i), one);
            assertEquals(one.things().size(), other.things().size());
            for (int j = 0; j < one.things().size(); j++) {
                Placed a = one.things().get(j);
                Placed b = other.things().get(j);
                assertEquals(a.glyph(), b.glyph());
                assertEquals(a.colour(), b.colour());
                assertEquals(a.style(), b.style());
                assertNotEquals(a.box(), b.box());
            }
            otherGround += one.background().equals(other.background()) ? 0 : 1;
        }
        assertTrue(otherGround > COUNT / 2, otherGround + " on another ground");
    }
}

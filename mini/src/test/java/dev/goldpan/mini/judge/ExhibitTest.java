package dev.goldpan.mini.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Glyph;
import dev.goldpan.mini.world.Glyphs;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Box;
import dev.goldpan.world.Caption;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExhibitTest {

    @Test
    void exhibitsAreFunctionsOfSeedAndIndex() {
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(Exhibit.of(5, i).picture().values(), Exhibit.of(5, i).picture().values());
            assertEquals(Exhibit.of(5, i).truths(), Exhibit.of(5, i).truths());
        }
    }

    /** The kind of a picture says nothing about the glyphs in it. */
    @Test
    void everyKindHasEveryGlyph() {
        Map<Exhibit.Kind, Set<Integer>> variants = new EnumMap<>(Exhibit.Kind.class);
        for (int i = 0; i < 4000; i++) {
            Exhibit.Kind kind = Exhibit.kind(9, i);
            Placed first = JudgeScenes.draw(9, i, Dice.of(9, i, kind.ordinal())).things().get(0);
            if (Glyphs.of(first.subject()).size() == 2) {
                variants.computeIfAbsent(kind, k -> new HashSet<>()).add(first.variant());
            }
        }
        for (Exhibit.Kind kind : Exhibit.Kind.values()) {
            assertEquals(Set.of(0, 1), variants.get(kind), kind.name());
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(Exhibit.kind(9, i), Exhibit.of(9, i).kind());
        }
    }

    @Test
    void truthsLieInThePicture() {
        Set<Exhibit.Kind> kinds = EnumSet.noneOf(Exhibit.Kind.class);
        for (int i = 0; i < 150; i++) {
            Exhibit exhibit = Exhibit.of(6, i);
            kinds.add(exhibit.kind());
            assertEquals(exhibit.kind() == Exhibit.Kind.EMPTY, exhibit.truths().isEmpty());
            for (Truth truth : exhibit.truths()) {
                Box box = truth.box();
                assertTrue(box.x0() >= 0 && box.y0() >= 0 && box.x1() <= 128 && box.y1() <= 128 && box.area() > 100, truth.toString());
                assertTrue(truth.share() >= 0 && truth.share() <= 1 && truth.damage() >= 0 && truth.damage() <= 1, truth.toString());
                assertFalse(truth.mixture() && exhibit.kind() != Exhibit.Kind.BLENDED);
            }
            for (float value : Wear.of(exhibit.picture(), Dice.of(i)).values()) {
                assertTrue(value >= 0 && value <= 1);
            }
        }
        assertEquals(EnumSet.allOf(Exhibit.Kind.class), kinds);
    }

    @Test
    void blendsChangeOnlyWhatTheyBlend() {
        for (int i = 0; i < 30; i++) {
            Exhibit exhibit = Exhibit.of(Exhibit.Kind.BLENDED, 7, i);
            float[] before = Picture.of(exhibit.scene()).values();
            float[] after = exhibit.picture().values();
            double outside = 0;
            double inside = 0;
            for (int p = 0; p < after.length; p++) {
                int pixel = p % Picture.PIXELS;
                double difference = Math.abs(after[p] - before[p]);
                boolean near = exhibit.truths().stream().anyMatch(t -> holds(t.box(), 5, pixel));
                outside += near ? 0 : difference;
                inside += near ? difference : 0;
            }
            assertEquals(0, outside, 1e-6);
            boolean blended = exhibit.truths().stream().anyMatch(Truth::mixture); // one in ten is with another glyph of the same
            assertTrue(inside > 10 || !blended, "scene " + i);
        }
    }

    private static boolean holds(Box box, double rim, int pixel) {
        int x = pixel % Picture.SIDE;
        int y = pixel / Picture.SIDE;
        return x >= box.x0() - rim && x <= box.x1() + rim && y >= box.y0() - rim && y <= box.y1() + rim;
    }

    @Test
    void damageThatAViewerLooksThroughIsNone() {
        for (Damage damage : Damage.values()) {
            assertEquals(0, damage.harm(0.05), damage.name());
            assertEquals(1, damage.harm(1), damage.name());
            assertTrue(damage.leavesTrace(0.3), damage.name());
        }
        assertFalse(Damage.ERASE.leavesTrace(0.9));
    }

    @Test
    void everyGlyphHasAColourInTheEyeOfAViewer() {
        for (Subject subject : Subject.values()) {
            for (Glyph glyph : Glyphs.of(subject)) {
                Scene scene = Scene.of(Caption.parse("a " + subject.noun()), 1, glyph.variant());
                assertFalse(SeenColour.of(scene.things().get(0)).isEmpty(), subject.noun());
            }
        }
        assertEquals(Set.of(Colour.PINK), SeenColour.of(Scene.of(Caption.parse("a pink elephant"), 1, 1).things().get(0)));
        assertEquals(Set.of(Colour.GRAY), SeenColour.of(Scene.of(Caption.parse("an elephant"), 1, 1).things().get(0)));
    }

    @Test
    void everyThingHasACellThatAnswersForIt() {
        List<Exhibit> exhibits = new ArrayList<>();
        IntStream.range(0, 60).forEach(i -> exhibits.add(Exhibit.of(8, i)));
        JudgeConfig config = JudgeConfig.bundled();
        Targets targets = new Targets(config, exhibits);
        int peaks = 0;
        for (float height : targets.centres()) {
            peaks += height == 1 ? 1 : 0;
        }
        int things = exhibits.stream().mapToInt(e -> e.truths().size()).sum();
        assertTrue(peaks <= things * 1.05 && peaks > things * 0.9, peaks + " peaks of " + things + " things");
        int cells = targets.places().length;
        assertTrue(cells > things && cells < 9 * things, cells + " cells of " + things + " things");
        float[] subjects = targets.subjects();
        for (int i = 0; i < cells; i++) {
            double sum = 0;
            for (int s = 0; s < 60; s++) {
                sum += subjects[i * 60 + s];
            }
            assertEquals(1, sum, 1e-5);
        }
        assertEquals(cells, targets.mixtures().length);
        assertEquals(cells * 4, targets.boxes().length);
    }
}

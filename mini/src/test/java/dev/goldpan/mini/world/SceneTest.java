package dev.goldpan.mini.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.world.Box;
import dev.goldpan.world.Caption;
import dev.goldpan.world.Mention;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SceneTest {

    /** Changing what these scenes look like means training every network again. */
    @Test
    void picturesAreFrozen() {
        assertEquals("fa7f01ea68005e7a673da71cf53c0676bd7ae3e7cf329474f4e7d3d88cf5d003",
                IntStream.range(0, 8).mapToObj(i -> crc(Scene.of(1, i))).reduce("", String::concat));
    }

    private static String crc(Scene scene) {
        CRC32 crc = new CRC32();
        crc.update(Renderer.render(scene));
        return String.format("%08x", crc.getValue());
    }

    @Test
    void sameAddressSamePictureInAnyOrderOnAnyThread() {
        List<Scene> scenes = IntStream.range(0, 64).mapToObj(i -> Scene.of(3, i)).toList();
        byte[] batch = new byte[64 * Renderer.BYTES];
        IntStream.range(0, 64).parallel().forEach(i -> Renderer.render(Scene.of(3, 63 - i), batch, (63 - i) * Renderer.BYTES));
        for (int i = 0; i < 64; i++) {
            assertEquals(scenes.get(i), Scene.of(3, i));
            byte[] part = Arrays.copyOfRange(batch, i * Renderer.BYTES, (i + 1) * Renderer.BYTES);
            assertArrayEquals(Renderer.render(scenes.get(i)), part);
        }
    }

    @Test
    void heldOutPairsNeverMeetAndEverySubjectMeetsOthers() {
        Set<Subject> paired = EnumSet.noneOf(Subject.class);
        int single = 0;
        int styled = 0;
        int prompted = 0;
        int mentions = 0;
        for (int i = 0; i < 50_000; i++) {
            SceneSpec spec = SpecPrior.draw(Dice.of(0, i)); // what Scene.of(0, i) begins with
            assertFalse(HeldOut.touches(spec), spec.toString());
            single += spec.things() == 1 ? 1 : 0;
            styled += spec.mentions().stream().anyMatch(m -> m.style() != Style.PLAIN) ? 1 : 0;
            for (Mention mention : spec.mentions()) {
                mentions++;
                prompted += mention.subject().prompted() ? 1 : 0;
                if (spec.mentions().size() > 1) {
                    paired.add(mention.subject());
                }
            }
        }
        assertEquals(EnumSet.allOf(Subject.class), paired);
        assertEquals(0.62, single / 50_000.0, 0.01);
        assertEquals(0.14, styled / 50_000.0, 0.03);
        assertEquals(0.68, prompted / (double) mentions, 0.02);
    }

    @Test
    void aThirdOfThePairsIsHeldOutInEverySet() {
        int all = Subject.values().length * (Subject.values().length - 1) / 2;
        assertEquals(all / 3, HeldOut.pairs().size());
        for (PromptSet set : List.of(PromptSet.AE_ANIMAL_ANIMAL, PromptSet.AE_ANIMAL_OBJECT,
                PromptSet.AE_OBJECT_OBJECT, PromptSet.SIMILAR)) {
            long held = set.prompts().stream().filter(p -> HeldOut.touches(Caption.parse(p))).count();
            assertEquals(set.prompts().size() / 3, held, set.name());
        }
    }

    @Test
    void everythingIsVisibleAndWhereTheCaptionSays() {
        for (int i = 0; i < 5000; i++) {
            Scene scene = Scene.of(17, i);
            assertEquals(SpecPrior.draw(Dice.of(17, i)), scene.spec());
            assertEquals(scene.spec().things(), scene.things().size());
            for (Placed a : scene.things()) {
                Box box = a.box();
                assertTrue(Math.min(box.x0(), box.y0()) >= 0, scene.toString());
                assertTrue(Math.max(box.x1(), box.y1()) <= Renderer.SIDE, scene.toString());
                assertTrue(Math.max(box.width(), box.height()) >= 30, scene.toString());
                Mention mention = scene.spec().mentions().get(a.mention());
                assertEquals(mention, new Mention(mention.count(), a.style(), a.colour(), a.subject()));
                for (Placed b : scene.things()) {
                    if (a != b) {
                        assertTrue(box.overlap(b.box()) <= Layout.HIDDEN * Math.min(box.area(), b.box().area()) + 1e-9);
                    }
                    if (a.mention() < b.mention()) {
                        assertTrue(scene.spec().relation().holds(box, b.box()), scene.toString());
                    }
                }
            }
        }
    }

    /** Outside all boxes there is only background; inside, the thing reaches every side of its box. */
    @Test
    void boxesBoundWhatIsDrawn() {
        for (int i = 0; i < 200; i++) {
            Scene scene = Scene.of(23, i);
            if (scene.things().size() == 1 && scene.things().get(0).style() == Style.PLAIN) {
                Box box = scene.things().get(0).box();
                Box drawn = drawn(scene);
                assertEquals(box.x0(), drawn.x0(), 2.5, scene.toString());
                assertEquals(box.y0(), drawn.y0(), 2.5, scene.toString());
                assertEquals(box.x1(), drawn.x1(), 2.5, scene.toString());
                assertEquals(box.y1(), drawn.y1(), 2.5, scene.toString());
            }
        }
    }

    private static Box drawn(Scene scene) {
        byte[] picture = Renderer.render(scene);
        int plane = Renderer.SIDE * Renderer.SIDE;
        int[] span = {Renderer.SIDE, Renderer.SIDE, 0, 0};
        for (int i = 0; i < plane; i++) {
            int x = i % Renderer.SIDE;
            int y = i / Renderer.SIDE;
            int rgb = (picture[i] & 255) << 16 | (picture[plane + i] & 255) << 8 | picture[2 * plane + i] & 255;
            if (Rgb.distance(rgb, scene.background().at(x, y)) > 24) {
                span = new int[] {Math.min(span[0], x), Math.min(span[1], y), Math.max(span[2], x + 1), Math.max(span[3], y + 1)};
            }
        }
        return new Box(span[0], span[1], span[2], span[3]);
    }

    @Test
    void promptsOfEverySetCanBeDrawn() {
        for (PromptSet set : PromptSet.values()) {
            for (String prompt : set.prompts()) {
                assertEquals(Caption.parse(prompt), Scene.of(Caption.parse(prompt), 1, 0).spec());
            }
        }
    }
}

package dev.goldpan.mini.lesson;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Box;
import dev.goldpan.world.Subject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamilyTest {

    @Test
    void familiesAreFunctionsOfWorldAndIndex() {
        for (int i = 0; i < 30; i++) {
            assertEquals(Family.of(3, i), Family.of(3, i));
            assertArrayEquals(drawn(Family.of(3, i).members().get(3)), drawn(Family.of(3, i).members().get(3)));
        }
    }

    /** Parts in no order differ from the picture they are of inside its things only, and no caption is true of them. */
    @Test
    void scrambledThingsAreNothing() {
        int seen = 0;
        for (int i = 0; i < 60; i++) {
            List<Member> members = Family.of(3, i).members();
            for (Member member : members) {
                if (member.scrambled() != 0) {
                    seen++;
                    assertFalse(member.captioned() || members.stream().anyMatch(member::fits));
                    byte[] whole = drawn(members.get(0));
                    byte[] parts = drawn(member);
                    int changed = 0;
                    for (int p = 0; p < parts.length; p++) {
                        int pixel = p % (Renderer.SIDE * Renderer.SIDE);
                        boolean inside = member.scene().things().stream().anyMatch(thing -> holds(thing.box(), pixel));
                        assertTrue(inside || parts[p] == whole[p], "outside every box");
                        changed += parts[p] == whole[p] ? 0 : 1;
                    }
                    assertTrue(changed > 500, changed + " values changed in family " + i);
                }
            }
        }
        assertTrue(seen > 5, seen + " seen");
    }

    /** What shows through an undecided thing is of its subject, turned round, and looks different. */
    @Test
    void undecidedThingsAreNothing() {
        int seen = 0;
        for (int i = 0; i < 60; i++) {
            List<Member> members = Family.of(3, i).members();
            for (Member member : members) {
                if (member.through() != null && subjects(member.through()).equals(subjects(member.scene()))) {
                    seen++;
                    assertFalse(member.captioned() || members.stream().anyMatch(member::fits));
                    for (int thing = 0; thing < member.scene().things().size(); thing++) {
                        Placed one = member.scene().things().get(thing);
                        Placed other = member.through().things().get(thing);
                        assertTrue(one.equals(other) || one.mirror() != other.mirror() && one.colour() == other.colour());
                    }
                    assertFalse(Arrays.equals(drawn(member), drawn(members.get(0))), "in family " + i);
                }
            }
        }
        assertTrue(seen > 10, seen + " seen");
    }

    private static List<Subject> subjects(Scene scene) {
        return scene.things().stream().map(Placed::subject).toList();
    }

    private static byte[] drawn(Member member) {
        byte[] bytes = new byte[Renderer.BYTES];
        member.render(bytes, 0);
        return bytes;
    }

    private static boolean holds(Box box, int pixel) {
        int x = pixel % Renderer.SIDE;
        int y = pixel / Renderer.SIDE;
        return x >= Math.floor(box.x0()) && x <= box.x1() && y >= Math.floor(box.y0()) && y <= box.y1();
    }
}

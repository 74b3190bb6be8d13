package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import java.util.List;

/** Whether a caption is true of a scene. */
final class Fit {
    private Fit() {}

    /** Whether {@code scene} shows exactly what is asked for, and where; the order of mentions does not matter. */
    static boolean holds(SceneSpec asked, Scene scene) {
        List<Mention> wanted = asked.mentions();
        List<Mention> there = scene.spec().mentions();
        if (wanted.size() != there.size()) {
            return false;
        }
        if (wanted.size() != 2) {
            return wanted.stream().allMatch(there::contains) && there.stream().allMatch(wanted::contains);
        }
        return wanted.equals(there) && stands(asked.relation(), scene, 0, 1)
                || wanted.get(0).equals(there.get(1)) && wanted.get(1).equals(there.get(0)) && stands(asked.relation(), scene, 1, 0);
    }

    /** Whether all things of one mention of the scene stand in {@code relation} to those of the other. */
    private static boolean stands(Relation relation, Scene scene, int first, int second) {
        for (Placed one : scene.things()) {
            for (Placed other : scene.things()) {
                if (one.mention() == first && other.mention() == second && !relation.holds(one.box(), other.box())) {
                    return false;
                }
            }
        }
        return true;
    }
}

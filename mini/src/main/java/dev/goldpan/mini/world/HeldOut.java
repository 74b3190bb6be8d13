package dev.goldpan.mini.world;

import dev.goldpan.world.Mention;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The third of all pairs of subjects that never share a training picture, from the committed list {@code heldout_pairs.txt}. The
 * list was drawn once, a third within each Attend-and-Excite set, within the similar pairs, and within the rest, so that each set
 * can be reported for pairs seen and unseen.
 */
public final class HeldOut {

    private static final List<List<Subject>> PAIRS = Glyphs.lines("heldout_pairs.txt").stream()
            .map(line -> List.of(line.split(" ")).stream().map(noun -> Subject.ofNoun(noun).orElseThrow()).toList())
            .toList();
    private static final Set<Set<Subject>> INDEX = new HashSet<>(PAIRS.stream().map(Set::copyOf).toList());

    private HeldOut() { }

    /** Whether these two never share a training picture; the order does not matter. */
    public static boolean contains(Subject one, Subject other) {
        return one != other && INDEX.contains(Set.of(one, other));
    }

    /** Whether any two subjects of a scene are a held-out pair. */
    public static boolean touches(SceneSpec spec) {
        List<Mention> mentions = spec.mentions();
        return mentions.stream().anyMatch(a -> mentions.stream().anyMatch(b -> contains(a.subject(), b.subject())));
    }

    /** All of them, in the order of the list. */
    public static List<List<Subject>> pairs() {
        return PAIRS;
    }
}

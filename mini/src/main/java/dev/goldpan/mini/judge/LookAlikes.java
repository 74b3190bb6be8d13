package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.PromptSet;
import dev.goldpan.world.Caption;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Subject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which subjects are easily taken for which: those that the prompt sets of similar subjects name together. */
final class LookAlikes {
    private static final Map<Subject, Set<Subject>> OF = new EnumMap<>(Subject.class);

    static {
        for (PromptSet set : List.of(PromptSet.SIMILAR, PromptSet.SIMILAR3)) {
            for (String prompt : set.prompts()) {
                List<Subject> alike = Caption.parse(prompt).mentions().stream().map(Mention::subject).toList();
                for (Subject one : alike) {
                    alike.stream().filter(other -> other != one)
                            .forEach(other -> OF.computeIfAbsent(one, s -> new TreeSet<>()).add(other));
                }
            }
        }
    }

    private LookAlikes() {}

    static boolean alike(Subject one, Subject other) {
        return OF.getOrDefault(one, Set.of()).contains(other);
    }

    /** A subject that is not among {@code present}: half of the time one that looks like {@code subject}, where there is one. */
    static Subject absent(Subject subject, Set<Subject> present, Dice dice) {
        List<Subject> alike = OF.getOrDefault(subject, Set.of()).stream().filter(s -> !present.contains(s)).toList();
        List<Subject> any = Subject.all().stream().filter(s -> !present.contains(s)).toList();
        return !alike.isEmpty() && dice.chance(0.5) ? dice.pick(alike) : dice.pick(any);
    }
}

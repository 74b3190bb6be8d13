package dev.goldpan.world;

import java.util.List;

/**
 * What a caption asks for, and what a judge checks: one to three mentions, at most {@value #MOST} things in all, and a relation
 * of the second mention to the first (between three mentions it is always {@link Relation#AND}).
 */
public record SceneSpec(List<Mention> mentions, Relation relation) {

    /** The most things in one picture. */
    public static final int MOST = 3;

    public SceneSpec {
        mentions = List.copyOf(mentions);
        int things = mentions.stream().mapToInt(Mention::count).sum();
        if (mentions.isEmpty() || things > MOST) {
            throw new IllegalArgumentException("a scene of " + things + " things, allowed are 1 to " + MOST);
        }
        if (mentions.size() != 2 && relation != Relation.AND) {
            throw new IllegalArgumentException(
                    "\"" + relation.phrases().get(0) + "\" joins two subjects, not " + mentions.size());
        }
    }

    public static SceneSpec of(Mention... mentions) {
        return new SceneSpec(List.of(mentions), Relation.AND);
    }

    /** How many things are to be seen. */
    public int things() {
        return mentions.stream().mapToInt(Mention::count).sum();
    }
}

package dev.goldpan.mini.viewing;

import dev.goldpan.world.Caption;
import dev.goldpan.world.SceneSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a viewer says about a picture that the bundled model made of a prompt, subject by subject.
 *
 * @param seed of the picture
 * @param sketch of the picture, {@link Pictured#sketch}
 * @param subjects one per mention of the prompt
 * @param mixture whether something in it mixes two subjects; null where it is hard to say
 */
public record Viewed(long seed, String sketch, String prompt, List<Sight> subjects, Boolean mixture) {
    /** First line of a file of them. */
    static final String COLUMNS = "seed,sketch,first,second,mixture,prompt";

    private static final int FIELDS = 6;

    /** How a subject is seen. */
    public enum Sight {
        /** As itself. */
        RECOGNISABLE,
        /** Something stands for it, but could be anything. */
        UNRECOGNISABLE,
        /** Not at all. */
        ABSENT,
        /** Hard to say. */
        UNSURE;

        private static Sight of(String letter) {
            return switch (letter) {
                case "y" -> RECOGNISABLE;
                case "n" -> UNRECOGNISABLE;
                case "a" -> ABSENT;
                case "?" -> UNSURE;
                default -> throw new IllegalArgumentException("a viewed picture: '" + letter + "' is no answer; allowed are y, n, a and ?");
            };
        }
    }

    /** {@code seed,sketch,first,second,mixture,prompt}: y, n, a or ? for subjects, - where there is no second; m, o or ?. */
    static Viewed parse(String line) {
        String[] field = line.split(",", FIELDS);
        if (field.length != FIELDS) {
            throw new IllegalArgumentException("a viewed picture: '" + line + "' has " + field.length + " fields; expected " + FIELDS);
        }
        List<Sight> subjects = new ArrayList<>(List.of(Sight.of(field[2])));
        if (!field[3].equals("-")) {
            subjects.add(Sight.of(field[3]));
        }
        Boolean mixture = switch (field[4]) {
            case "m" -> true;
            case "o" -> false;
            case "?" -> null;
            default -> throw new IllegalArgumentException("a viewed picture: '" + field[4] + "' is no answer; allowed are m, o and ?");
        };
        Viewed viewed = new Viewed(Long.parseLong(field[0]), field[1], field[5], List.copyOf(subjects), mixture);
        if (viewed.asked().mentions().size() != subjects.size()) {
            throw new IllegalArgumentException("a viewed picture: '" + line + "' answers for " + subjects.size() + " subjects; the prompt has "
                    + viewed.asked().mentions().size());
        }
        return viewed;
    }

    /** What its prompt asks for. */
    public SceneSpec asked() {
        return Caption.parse(prompt);
    }

    /** Whether the viewer was sure of every answer. */
    boolean isSure() {
        return mixture != null && !subjects.contains(Sight.UNSURE);
    }

    /** How much of what was asked is not there: 2 for a subject that is absent, 1 for one that is not recognisable, 1 for a mixture. */
    int faults() {
        int faults = mixture != null && mixture ? 1 : 0;
        for (Sight sight : subjects) {
            faults += sight == Sight.ABSENT ? 2 : sight == Sight.UNRECOGNISABLE ? 1 : 0;
        }
        return faults;
    }

    /** Name of the picture's file. */
    public String file() {
        return seed + ".png";
    }
}

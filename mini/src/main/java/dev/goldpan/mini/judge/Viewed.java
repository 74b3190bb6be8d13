package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Glyphs;
import dev.goldpan.world.Caption;
import dev.goldpan.world.SceneSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a viewer says about a picture that the bundled model made of a prompt, subject by subject; the judge learns from these. They are in
 * {@code viewed.csv}, and are other pictures than those that it is compared with afterwards.
 *
 * @param seed of the picture
 * @param sketch of the picture, {@link Labels.Pictured#sketch}
 * @param subjects one per mention of the prompt
 * @param mixture whether something in it mixes two subjects; null where it is hard to say
 */
public record Viewed(long seed, String sketch, String prompt, List<Sight> subjects, Boolean mixture) {
    private static final String RESOURCE = "judge/viewed.csv";
    private static final int FIELDS = 6;
    private static final int EIGHTH = 8;

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
                default -> throw new IllegalArgumentException(RESOURCE + ": '" + letter + "' is no answer; allowed are y, n, a and ?");
            };
        }
    }

    /** Those that the judge is trained on: seven of eight. */
    public static List<Viewed> lessons() {
        return all().stream().filter(viewed -> !viewed.isTrial()).toList();
    }

    /** Those that its thresholds are set on. */
    public static List<Viewed> trials() {
        return all().stream().filter(Viewed::isTrial).toList();
    }

    private boolean isTrial() {
        return seed % EIGHTH == 0;
    }

    /** All that the project has, in the order of their seeds. */
    public static List<Viewed> all() {
        return Glyphs.lines(RESOURCE).stream().skip(1).map(Viewed::parse).toList();
    }

    /** {@code seed,sketch,first,second,mixture,prompt}: y, n, a or ? for subjects, - where there is no second; m, o or ?. */
    static Viewed parse(String line) {
        String[] field = line.split(",", FIELDS);
        if (field.length != FIELDS) {
            throw new IllegalArgumentException(RESOURCE + ": '" + line + "' has " + field.length + " fields; expected " + FIELDS);
        }
        List<Sight> subjects = new ArrayList<>(List.of(Sight.of(field[2])));
        if (!field[3].equals("-")) {
            subjects.add(Sight.of(field[3]));
        }
        Boolean mixture = switch (field[4]) {
            case "m" -> true;
            case "o" -> false;
            case "?" -> null;
            default -> throw new IllegalArgumentException(RESOURCE + ": '" + field[4] + "' is no answer; allowed are m, o and ?");
        };
        Viewed viewed = new Viewed(Long.parseLong(field[0]), field[1], field[5], List.copyOf(subjects), mixture);
        if (viewed.asked().mentions().size() != subjects.size()) {
            throw new IllegalArgumentException(RESOURCE + ": '" + line + "' answers for " + subjects.size() + " subjects; the prompt has "
                    + viewed.asked().mentions().size());
        }
        return viewed;
    }

    /** What its prompt asks for. */
    public SceneSpec asked() {
        return Caption.parse(prompt);
    }

    /** Name of the picture's file. */
    public String file() {
        return seed + ".png";
    }
}

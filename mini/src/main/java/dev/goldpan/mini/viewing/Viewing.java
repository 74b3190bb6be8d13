package dev.goldpan.mini.viewing;

import dev.goldpan.mini.world.Glyphs;
import java.util.List;
import java.util.Locale;

/**
 * Pictures that were viewed, by who learns from them. No picture is in two, and none is one of those that the judge is compared with
 * afterwards.
 */
public enum Viewing {
    /** The judge's: prompts of all the sets, each drawn once or twice. */
    JUDGE(1),
    /** The verifiers': prompts of no set, each drawn {@link Rivals#SIZE} times, so that one prompt has better and worse pictures. */
    VERIFIERS(Rivals.SIZE);

    private static final int EIGHTH = 8;
    private static final String FOLDER = "viewed/";

    private final int together;

    /** @param together seeds in a row that have one prompt */
    Viewing(int together) {
        this.together = together;
    }

    /** All of them, in the order of their seeds. */
    public List<Viewed> all() {
        return Glyphs.lines(answers()).stream().skip(1).map(Viewed::parse).toList();
    }

    /** Those that somebody is trained on: seven of eight, of a prompt all or none. */
    public List<Viewed> lessons() {
        return all().stream().filter(viewed -> !isTrial(viewed)).toList();
    }

    /** The others. */
    public List<Viewed> trials() {
        return all().stream().filter(this::isTrial).toList();
    }

    private boolean isTrial(Viewed viewed) {
        return viewed.seed() / together % EIGHTH == 0;
    }

    /** The file with the latents of the pictures. */
    String latents() {
        return FOLDER + file("safetensors");
    }

    private String answers() {
        return FOLDER + file("csv");
    }

    /** Name of its file of that kind: csv, with the answers, or safetensors, with the latents. */
    String file(String kind) {
        return name().toLowerCase(Locale.ROOT) + "." + kind;
    }
}

package dev.goldpan.guide;

import dev.goldpan.denoise.UNetConfig;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.Bundled;
import dev.goldpan.model.Family;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.tensor.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Losses by the names that users write. */
public final class Losses {
    private static final List<String> NAMES = List.of("attend-excite", "conform", "initno", "self-cross");
    private static final List<String> OPTIMISING = List.of("initno", "self-cross");
    private static final String ALONE = "attend-excite";
    private static final String CONTRAST = "conform";

    private Losses() {}

    /** All names. */
    public static List<String> names() {
        return NAMES;
    }

    /** Whether {@code name} is one. */
    public static boolean isLoss(String name) {
        return NAMES.contains(name);
    }

    /** Fails for a name that is not known. @param option that it was given to */
    public static void check(String option, String name) {
        if (!isLoss(name)) {
            throw new IllegalArgumentException(option + ": there is no loss '" + name + "'; did you mean '"
                    + Spelling.nearest(name, NAMES) + "'? There are " + String.join(", ", NAMES));
        }
    }

    /** Fails unless noise can be optimised by {@code name}: a loss that says when a noise is good enough. */
    public static void checkOptimising(String name) {
        if (!OPTIMISING.contains(name)) {
            throw new IllegalArgumentException("--optimise: follows one loss that says when a noise is good enough, not '" + name
                    + "'; steer by " + String.join(" or ", OPTIMISING));
        }
    }

    /**
     * Fails where a prompt cannot have the loss {@code name}, as its words say; what a text encoder cuts off is not seen here.
     *
     * @param tokens the subjects, as users name them; null where they are found
     */
    public static void checkPrompt(String name, String prompt, String tokens) {
        List<String> subjects = Subjects.names(prompt, tokens);
        if (!name.equals(ALONE) && subjects.size() < 2) {
            throw TokenGroups.lonely(name, subjects.get(0));
        }
    }

    /** What of {@code told} the losses {@code names} read; what else was said changes nothing. */
    public static AttentionSettings heard(AttentionSettings told, Collection<String> names) {
        return new AttentionSettings(told.guide(), told.tokens(),
                names.stream().anyMatch(OPTIMISING::contains) ? told.variant() : AttentionSettings.NONE.variant(),
                names.stream().allMatch(CONTRAST::equals) ? null : told.slice(), names.contains(CONTRAST) ? told.fallback() : null);
    }

    /** Fails where something was said that none of the losses {@code names} reads. */
    public static void checkHeard(AttentionSettings told, Collection<String> names) {
        AttentionSettings heard = heard(told, names);
        String unheard = !heard.variant().equals(told.variant()) ? "--variant: " + String.join(", ", names) + " is computed in one way; "
                + String.join(" and ", OPTIMISING) + " have variants"
                : !Objects.equals(heard.slice(), told.slice()) ? "--slice: " + CONTRAST + " compares maps as they are, not shares"
                : !Objects.equals(heard.fallback(), told.fallback()) ? "--fallback: is of " + CONTRAST + ", which is not asked" : null;
        if (unheard != null) {
            throw new IllegalArgumentException(unheard + "; leave it out");
        }
    }

    /**
     * What decides a loss's values beside its name and the noise, in a few words: {@code code words score 16x16}. Values of other forms are
     * not comparable.
     *
     * @throws IllegalArgumentException for a model without cross-attention
     */
    public static String form(String name, AttentionSettings how, StableDiffusion model, Settings settings) {
        return Stream.of(named(name, how, model).version(), resolution(model, settings), how.tokens() == null ? "" : "of " + how.tokens())
                .filter(word -> !word.isEmpty()).reduce((a, b) -> a + " " + b).orElseThrow();
    }

    /** Height and width of the maps that are read. */
    private static String resolution(StableDiffusion model, Settings settings) {
        UNetConfig unet = model.architecture().unet();
        long[] latents = model.latentShape(settings);
        long height = latents[2];
        long width = latents[3];
        List<String> sizes = new ArrayList<>(); // of levels with cross-attention, finest first
        for (int level = 0; level < unet.levels(); level++) {
            if (unet.downAttention().get(level) || unet.upAttention().get(unet.levels() - 1 - level)) {
                sizes.add(height + "x" + width);
            }
            height = (height + 1) / 2;
            width = (width + 1) / 2;
        }
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException(AttentionMaps.NO_CROSS);
        }
        return sizes.get(grain(model) == AttentionMaps.Grain.FINEST ? 0 : sizes.size() - 1);
    }

    /**
     * The loss called {@code name}, for a model.
     *
     * <p>Columns, where nobody chooses: without end token and padding for the bundled models, whose padding takes most of the
     * attention so that the losses would be the same for every noise, and for Attend-and-Excite on SD2, as its authors have it for the
     * same reason; else with them, as released.
     */
    static AttentionLoss named(String name, AttentionSettings settings, StableDiffusion model) {
        check("loss", name);
        boolean asReleased = name.equals(ALONE) && isSecond(model);
        Slice slice = settings.slice() != null ? Slice.valueOf(settings.slice().toUpperCase(Locale.ROOT))
                : asReleased || Bundled.MODELS.contains(model.files().name()) ? Slice.WORDS : Slice.INNER;
        boolean isPaper = settings.variant().equals("paper");
        return switch (name) {
            case ALONE -> new AttendAndExcite(slice);
            case CONTRAST -> new Conform(settings.fallback() == null ? Conform.Fallback.SIMILARITY
                    : Conform.Fallback.valueOf(settings.fallback().toUpperCase(Locale.ROOT)), true);
            case "initno" -> new InitNo(isPaper ? Variant.PAPER : Variant.CODE, slice);
            default -> new SelfCross(isPaper ? SelfCross.Form.PAPER : SelfCross.Form.INITNO, slice);
        };
    }

    /** The loss called {@code name} as it guides latents: CONFORM waits for the maps of a step before, as released. */
    static AttentionLoss guiding(String name, AttentionSettings settings, StableDiffusion model) {
        return name.equals(CONTRAST) && settings.fallback() == null ? new Conform(Conform.Fallback.ZERO, true)
                : named(name, settings, model);
    }

    /** Which maps of {@code model} the losses read: 16x16 for the bundled models, as of the published ones at 512 pixels. */
    static AttentionMaps.Grain grain(StableDiffusion model) {
        return Bundled.MODELS.contains(model.files().name()) ? AttentionMaps.Grain.FINEST : AttentionMaps.Grain.COARSEST;
    }

    private static boolean isSecond(StableDiffusion model) {
        return model.architecture().family() == Family.SD && model.architecture().unet().useLinearProjection();
    }
}

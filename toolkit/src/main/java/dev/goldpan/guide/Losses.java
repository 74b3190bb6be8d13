package dev.goldpan.guide;

import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.Bundled;
import dev.goldpan.model.Family;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.tensor.Spelling;
import java.util.List;
import java.util.Locale;

/** Losses by the names that users write. */
public final class Losses {
    private static final List<String> NAMES = List.of("attend-excite", "conform", "initno", "self-cross");

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

    /**
     * The loss called {@code name}, for a model.
     *
     * <p>Columns, where nobody chooses: without end token and padding for the bundled models, whose padding takes most of the
     * attention so that the losses would be the same for every noise, and for Attend-and-Excite on SD2, as its authors have it for the
     * same reason; else with them, as released.
     */
    static AttentionLoss named(String name, AttentionSettings settings, StableDiffusion model) {
        check("loss", name);
        boolean asReleased = name.equals("attend-excite") && isSecond(model);
        Slice slice = settings.slice() != null ? Slice.valueOf(settings.slice().toUpperCase(Locale.ROOT))
                : asReleased || Bundled.MODELS.contains(model.files().name()) ? Slice.WORDS : Slice.INNER;
        boolean isPaper = settings.variant().equals("paper");
        return switch (name) {
            case "attend-excite" -> new AttendAndExcite(slice);
            case "conform" -> new Conform(Conform.Fallback.SIMILARITY, true);
            case "initno" -> new InitNo(isPaper ? Variant.PAPER : Variant.CODE, slice);
            default -> new SelfCross(isPaper ? SelfCross.Form.PAPER : SelfCross.Form.INITNO, slice);
        };
    }

    /** Which maps of {@code model} the losses read: 16x16 for the bundled models, as of the published ones at 512 pixels. */
    static AttentionMaps.Grain grain(StableDiffusion model) {
        return Bundled.MODELS.contains(model.files().name()) ? AttentionMaps.Grain.FINEST : AttentionMaps.Grain.COARSEST;
    }

    private static boolean isSecond(StableDiffusion model) {
        return model.architecture().family() == Family.SD && model.architecture().unet().useLinearProjection();
    }
}

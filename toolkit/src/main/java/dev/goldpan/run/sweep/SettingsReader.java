package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How the pictures of one part of a spec are made: steps x guidance x what guides the latents. */
record SettingsReader(Values values, Feasibility feasibility) {
    private static final String UNGUIDED = "none";

    /** The product of what may be lists among the settings. @param usual where nothing is said @param check fails for what cannot be */
    List<Settings> settings(Settings usual, Consumer<Settings> check) {
        List<Settings> all = new ArrayList<>();
        int[] size = values.one("size", SettingsReader::size, new int[] {usual.width(), usual.height()});
        List<AttentionSettings> told = attention();
        for (Values.At<Long> steps : values.numbers("steps", 1, List.of((long) usual.steps()))) {
            for (Values.At<Double> guidance : values.all("guidance", text -> List.of(Values.decimal(text)),
                    List.of(usual.guidance()))) {
                for (AttentionSettings attention : told) {
                    try {
                        Settings settings = new Settings(size[0], size[1], (int) Math.min(steps.value(), Integer.MAX_VALUE),
                                values.word("sampler", null), guidance.value(), values.one("guidance-rescale", Values::decimal, 0.0),
                                values.one("eta", Values::decimal, 0.0), values.number("clip-skip", 0, 0), attention);
                        check.accept(settings);
                        all.add(settings);
                    } catch (IllegalArgumentException e) {
                        feasibility.blame(e, steps.line());
                    }
                }
            }
        }
        return all;
    }

    /** What losses are told, once for each that guides; one without guidance where none does. */
    private List<AttentionSettings> attention() {
        List<AttentionSettings> all = new ArrayList<>();
        for (Values.At<String> guide : values.all("guide", SettingsReader::guide, List.of(UNGUIDED))) {
            try {
                all.add(new AttentionSettings(guide.value().equals(UNGUIDED) ? null : guide.value(), values.word("tokens", null),
                        values.word("variant", AttentionSettings.NONE.variant()), values.word("slice", null),
                        values.word("fallback", null)));
            } catch (IllegalArgumentException e) {
                feasibility.blame(e, guide.line());
            }
        }
        return all;
    }

    private static List<String> guide(String text) {
        if (!text.equals(UNGUIDED)) {
            try {
                Losses.check("guide", text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage().replaceFirst("^guide: ", "") + ", and " + UNGUIDED, e);
            }
        }
        return List.of(text);
    }

    private static int[] size(String text) {
        if (!text.matches("\\d{1,5}x\\d{1,5}")) {
            throw new IllegalArgumentException("'" + text + "' is not a width and height such as 512x768");
        }
        return new int[] {Integer.parseInt(text.split("x")[0]), Integer.parseInt(text.split("x")[1])};
    }
}

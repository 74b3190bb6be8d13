package dev.goldpan.guide;

import dev.goldpan.model.Guiding;
import dev.goldpan.model.Settings;
import java.util.List;
import java.util.function.Consumer;

/** Guidance of latents by a loss, as settings ask for it. */
public final class Guides {
    private static final long COARSE = 16;

    private Guides() {}

    /**
     * What {@code settings} say; {@link Guiding#NONE} where they ask for none.
     *
     * @param listener is told the subjects of the prompt
     */
    public static Guiding of(Settings settings, Consumer<List<String>> listener) {
        String name = settings.attention().guide();
        if (name == null) {
            return Guiding.NONE;
        }
        Losses.check("--guide", name);
        return (unet, model, wanted, tokens, given) -> {
            TokenGroups groups = PromptAttention.groups(tokens, wanted);
            AttentionLoss loss = Losses.guiding(name, wanted.attention(), model);
            loss.check(groups);
            listener.accept(groups.names());
            long[] shape = model.latentShape(wanted);
            AttentionReader reader = new AttentionReader(unet, given, shape[2], shape[3], Losses.grain(model));
            return new LatentGuidance(reader, LatentRules.of(loss, groups, reader.height() > COARSE));
        };
    }
}

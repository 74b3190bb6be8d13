package dev.goldpan.guide;

import dev.goldpan.model.Guiding;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.model.Watcher;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Nudge;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.Schedule;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What one trajectory attends to at chosen calls, as numbers and pictures. */
public final class AttentionStudy {
    private AttentionStudy() {}

    /**
     * A look at one call.
     *
     * @param call its number, from 0
     * @param time that the network is told
     * @param picture what the call says the picture will be
     * @param maps attention of each subject, by name: rows of values from 0 to 1, a word of several tokens having their sum
     * @param losses by name, of those that this prompt has
     */
    public record Look(int call, double time, BufferedImage picture, Map<String, float[][]> maps, Map<String, Double> losses) {}

    /**
     * Follows the trajectory of a plain seed, guided as {@code settings} say.
     *
     * @param calls to look at, from 0; those that the sampler does not make are passed over
     */
    public static List<Look> of(StableDiffusion checkpoint, Prompt prompt, Settings settings, long seed, Set<Integer> calls,
            Watcher watcher, Consumer<List<String>> subjects) {
        checkpoint.check(settings);
        checkpoint.check(prompt);
        try (LoadedModel model = LoadedModel.of(checkpoint, settings.clipSkip()); Scope scope = Scope.open()) {
            Conditioning given = model.read(prompt, settings, watcher);
            Denoiser denoiser = model.denoiser(model.readNegative(prompt, settings), settings);
            TokenGroups groups = PromptAttention.groups(model.tokens(prompt), settings);
            subjects.accept(groups.names());
            long[] shape = checkpoint.latentShape(settings);
            AttentionReader reader = new AttentionReader(model.unet(), given, shape[2], shape[3], Losses.grain(checkpoint));
            Guiding guiding = Guides.of(settings, names -> { });
            Nudge nudge = guiding.of(model.unet(), checkpoint, settings, model.tokens(prompt), given);
            Sampler sampler = checkpoint.scheduler(settings).sampler();
            Schedule schedule = sampler.schedule(settings.steps());
            Tensor start = Noise.torch(seed, shape).draw(0).to(checkpoint.device().torch(), ScalarType.Float);
            List<Look> looks = new ArrayList<>();
            Nudge watching = new Watching(nudge, (x, place) -> {
                if (calls.contains(place.next())) {
                    AttentionMaps maps = reader.read(x, place.level()).get(0);
                    looks.add(new Look(place.next(), place.call().at().time(), null, pictures(maps, groups),
                            losses(maps, groups, settings, checkpoint)));
                }
            });
            List<BufferedImage> pictures = new ArrayList<>();
            int[] made = {0};
            State end = sampler.finish(sampler.start(start, schedule), denoiser, given, List.of(Noise.torch(seed, shape)), watching,
                    state -> {
                        if (calls.contains(made[0]++)) {
                            pictures.add(picture(model, state.isFinished() ? state.x() : state.x0()));
                        }
                    });
            end.close();
            List<Look> whole = new ArrayList<>();
            for (int i = 0; i < looks.size(); i++) {
                Look look = looks.get(i);
                whole.add(new Look(look.call, look.time, pictures.get(i), look.maps, look.losses));
            }
            return whole;
        }
    }

    private static BufferedImage picture(LoadedModel model, Tensor latents) {
        try (Scope scope = Scope.open()) {
            return Images.pictures(model.decode(latents)).get(0);
        }
    }

    private static Map<String, float[][]> pictures(AttentionMaps maps, TokenGroups groups) {
        Map<String, float[][]> pictures = new LinkedHashMap<>();
        List<String> names = groups.names();
        for (int i = 0; i < names.size(); i++) {
            Tensor sum = WordMaps.raw(maps.cross(), groups.nouns().get(i).columns()).sum(0L).cpu(); // [h, w]
            float[][] rows = new float[(int) sum.size(0)][(int) sum.size(1)];
            for (int y = 0; y < rows.length; y++) {
                for (int x = 0; x < rows[y].length; x++) {
                    rows[y][x] = sum.select(0, y).select(0, x).item_float();
                }
            }
            pictures.put(pictures.containsKey(names.get(i)) ? names.get(i) + " (" + (i + 1) + ")" : names.get(i), rows);
        }
        return pictures;
    }

    private static Map<String, Double> losses(AttentionMaps maps, TokenGroups groups, Settings settings, StableDiffusion model) {
        Map<String, Double> losses = new LinkedHashMap<>();
        for (String name : Losses.names()) {
            AttentionLoss loss = Losses.named(name, settings.attention(), model);
            if (groups.subjects().size() > 1 || loss instanceof AttendAndExcite) {
                losses.put(name, loss.value(maps, groups).item_double());
            }
        }
        return losses;
    }
}

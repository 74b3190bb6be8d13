package dev.goldpan.mini.judge;

import dev.goldpan.mini.Progress;
import dev.goldpan.mini.world.PromptSet;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.Guiding;
import dev.goldpan.model.ImageRequest;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Picture;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.model.TextToImage;
import dev.goldpan.model.Trace;
import dev.goldpan.model.Watcher;
import dev.goldpan.report.Grid;
import dev.goldpan.tensor.Png;
import dev.goldpan.text.Prompt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Pictures of a bundled model that nobody chose: prompts spread evenly over their lists, and one seed each, in order.
 *
 * @param model mini or mini-small
 */
public record Gallery(String model) {
    private static final int COLUMNS = 8;

    /** {@code count} of the prompts of {@code set}, evenly spread over its list; some twice where it is shorter. */
    public static List<String> spread(PromptSet set, int count) {
        List<String> all = set.prompts();
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(all.get((int) ((long) i * all.size() / count)));
        }
        return some;
    }

    /** One picture for each of {@code prompts}, each of its seed. */
    private List<Picture> draw(List<String> prompts, IntToLongFunction seed) {
        List<Picture> pictures = new ArrayList<>();
        StableDiffusion opened = ModelChoice.of(model).open();
        Settings settings = new Settings(opened.side(), opened.side(), opened.steps(), null, opened.guidance(), 0, 0, 0,
                AttentionSettings.NONE);
        Watcher taking = new Watcher() {
            @Override
            public void made(Picture picture) {
                pictures.add(picture);
            }
        };
        try (Progress progress = new Progress("drawing", 0, prompts.size())) {
            for (String prompt : prompts) {
                TextToImage.run(opened, new ImageRequest(new Prompt(prompt), settings, seed.applyAsLong(pictures.size()), 1, 1), Guiding.NONE, taking,
                        Trace.none());
                progress.step(1);
            }
        }
        return pictures;
    }

    /** A picture with what is said of it, each subject on a line of its own. */
    static Grid.Cell cell(BufferedImage picture, String said) {
        int second = Math.max(said.indexOf(" and "), said.indexOf(" with "));
        return new Grid.Cell(picture, second < 0 ? said : said.substring(0, second), second < 0 ? "" : said.substring(second + 1), false);
    }

    /** Draws seeds 0 to 47: 24 prompts of one subject, 8 of two animals, 8 of an animal and an object, 8 of two objects. */
    public BufferedImage contactSheet() {
        List<String> prompts = new ArrayList<>(spread(PromptSet.SINGLES, 24));
        prompts.addAll(spread(PromptSet.AE_ANIMAL_ANIMAL, 8));
        prompts.addAll(spread(PromptSet.AE_ANIMAL_OBJECT, 8));
        prompts.addAll(spread(PromptSet.AE_OBJECT_OBJECT, 8));
        List<Grid.Cell> cells = new ArrayList<>();
        for (Picture picture : draw(prompts, i -> i)) {
            cells.add(cell(picture.image(), prompts.get(cells.size())));
        }
        return Grid.draw(model + ": not chosen, seeds 0 to " + (prompts.size() - 1), cells, COLUMNS);
    }

    /** Writes a picture of each of {@code prompts}, of seeds in a row, to {@code folder}, with their recipes. */
    public void write(List<String> prompts, long seed, Path folder) throws IOException {
        Files.createDirectories(folder);
        int number = 0;
        for (Picture picture : draw(prompts, i -> seed + i)) {
            Files.write(folder.resolve(String.format("%03d.png", ++number)), Png.encode(picture.image(), picture.text()));
        }
    }
}

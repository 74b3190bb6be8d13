package dev.goldpan;

import dev.goldpan.run.Limits;
import dev.goldpan.run.Listener;
import dev.goldpan.run.Progress;
import dev.goldpan.verify.PictureScore;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** What docs/library.md and the README show; {@link LibraryTest} runs it and holds the pages to it. */
final class LibraryExamples {
    private LibraryExamples() {}

    static void tenLines(Path file) {
        try (Goldpan goldpan = Goldpan.open()) {
            SearchRequest request = goldpan.search("a cat and a red balloon").algorithm("zo-4").budget(6).steps(10);
            request.listener(new Listener() {
                @Override
                public void evaluated(Progress progress) {
                    System.out.println(progress.candidates() + " seen, best " + progress.value());
                    if (progress.value() > 0.9) {
                        request.cancel(); // ends with what was found
                    }
                }
            });
            request.run().best().save(file);
        }
    }

    static Found watched(Goldpan goldpan, Path folder) {
        return goldpan.search("a bear and a rabbit")
                .limits(new Limits(null, null, 8, null, 60.0, null, null, false, 1))
                .steps(4).seed(7).batch(2).keep(2)
                .folder(folder.resolve("bear"))
                .listener(new Listener() {
                    @Override
                    public void evaluated(Progress progress) {
                        System.out.println(progress.candidates() + " seen, best " + progress.value());
                    }
                })
                .run();
    }

    static Found ownVerifier(Goldpan goldpan) {
        PictureScore dark = new PictureScore("dark", (picture, prompt) -> -brightness(picture));
        return goldpan.search("a bear at night").verifier(dark).heldOut("jpeg").budget(4).steps(4).run();
    }

    private static double brightness(BufferedImage picture) {
        double sum = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                sum += (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
            }
        }
        return sum / (3 * 255.0 * picture.getWidth() * picture.getHeight());
    }
}

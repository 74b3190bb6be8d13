package dev.goldpan;

import dev.goldpan.search.Recipe;
import dev.goldpan.search.Scored;
import dev.goldpan.tensor.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A finished picture.
 *
 * @param png its file, which says how it is made again
 * @param scored its candidate and what the verifiers said of it
 */
public record FoundPicture(byte[] png, Scored scored) {
    /** Its pixels. */
    public BufferedImage image() {
        return Png.decode(png);
    }

    /** Writes its file, over one that is there. */
    public void save(Path file) {
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The score that {@code verifier} gave it; higher is better; NaN where it failed. */
    public double score(String verifier) {
        return scored.value(verifier);
    }

    /** The seed that makes it in any program, where its noise is one's. */
    public OptionalLong seed() {
        return scored.candidate().recipe() instanceof Recipe.Fresh fresh ? OptionalLong.of(fresh.seed()) : OptionalLong.empty();
    }
}

package dev.goldpan.verify;

import dev.goldpan.tensor.Images;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * How well an image compresses: a toy that needs no network (Black et al., 2024), to see a search at work and how it games a
 * score.
 */
public final class JpegSize implements Verifier {
    private static final float QUALITY = 0.95f;
    private static final double KILO = 1000;

    private final boolean large;
    private final VerifierInfo info;

    /** @param large whether many bytes are good (rich detail) rather than few (plain images) */
    public JpegSize(boolean large) {
        this.large = large;
        info = new VerifierInfo(large ? "jpeg-large" : "jpeg", "", Set.of(Need.IMAGE), 0, VerifierInfo.Scope.POINT,
                large ? new VerifierInfo.Range(0, Double.POSITIVE_INFINITY) : new VerifierInfo.Range(Double.NEGATIVE_INFINITY, 0),
                large ? "kB" : "- kB", 0);
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public List<Score> score(List<Evidence> shown) {
        Shown.check(info, shown);
        List<Score> scores = new ArrayList<>();
        for (Evidence evidence : shown) {
            double size = size(Images.pictures(evidence.image()).get(0)) / KILO;
            scores.add(Score.of(large ? size : -size));
        }
        return scores;
    }

    private static int size(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(QUALITY);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.size();
    }
}

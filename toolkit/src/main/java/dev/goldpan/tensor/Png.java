package dev.goldpan.tensor;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * PNG files with text in them (PNG specification, third edition, sections 5 and 11.3.3). What is read is untrusted: every length
 * and checksum is checked, and neither pixels nor text can unpack to more than a fixed size.
 */
public final class Png {
    /** Largest picture that is read: 33 million pixels, an 8K screen. */
    public static final long MOST_PIXELS = 1L << 25;

    private static final Set<String> PICTURE = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private Png() {}

    /**
     * A PNG file of {@code picture}.
     *
     * @param text text by keyword, any Unicode; keywords are 1 to 79 printable Latin-1 characters without outer or double spaces
     */
    public static byte[] encode(BufferedImage picture, Map<String, String> text) {
        List<PngChunk> chunks = new ArrayList<>(PngChunk.parse(plain(picture)));
        List<PngChunk> texts = new ArrayList<>();
        text.forEach((keyword, value) -> texts.add(PngText.chunk(keyword, value)));
        chunks.addAll(1, texts); // after the header
        return PngChunk.join(chunks);
    }

    private static byte[] plain(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(picture, "png", out)) {
                throw new IllegalArgumentException("pictures of this kind cannot be written as PNG: " + picture.getColorModel());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The picture in {@code png}.
     *
     * @throws IllegalArgumentException if it is damaged, no PNG, or larger than {@link #MOST_PIXELS}
     */
    public static BufferedImage decode(byte[] png) {
        List<PngChunk> chunks = new ArrayList<>(PngChunk.parse(png));
        long width = chunks.get(0).integer(0);
        long height = chunks.get(0).integer(4);
        if (width <= 0 || height <= 0 || width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("PNG: " + width + "x" + height + " pixels; 1 to " + MOST_PIXELS + " are read");
        }
        chunks.removeIf(chunk -> !PICTURE.contains(chunk.type())); // the JDK unpacks some of the others without a limit
        ByteArrayInputStream bytes = new ByteArrayInputStream(PngChunk.join(chunks));
        try {
            BufferedImage picture = ImageIO.read(new MemoryCacheImageInputStream(bytes)); // closes it
            if (picture != null) {
                return picture;
            }
        } catch (IOException | RuntimeException e) { // the JDK reports damage as either
            throw new IllegalArgumentException("PNG: damaged: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("PNG: damaged");
    }

    /**
     * The text in {@code png} by keyword, in the order of the file; of equal keywords the last counts.
     *
     * @throws IllegalArgumentException if the file is damaged, no PNG, or its text is larger than 16 MB
     */
    public static Map<String, String> text(byte[] png) {
        Map<String, String> text = new LinkedHashMap<>();
        long room = PngText.MOST_BYTES;
        for (PngChunk chunk : PngChunk.parse(png)) {
            if (PngText.TYPES.contains(chunk.type())) {
                PngText entry = PngText.of(chunk, room);
                room -= entry.bytes();
                text.put(entry.keyword(), entry.value());
            }
        }
        return text;
    }
}

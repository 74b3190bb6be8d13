package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngTest {
    private static final BufferedImage PICTURE = picture(7, 5);

    @Test
    void picturesAndTextsComeBack() throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("parameters", "a cat and a red balloon\nSteps: 30, Seed: 7");
        text.put("goldpan", "{\"prompt\":\"café \u2014 猫 \uD83D\uDC08\"}");
        text.put("long latin", "na\u00efve ".repeat(2000));
        text.put("long unicode", "猫 ".repeat(3000));
        text.put("empty", "");
        byte[] png = Png.encode(PICTURE, text);
        assertEquals(text, Png.text(png));
        assertEquals(List.copyOf(text.keySet()), List.copyOf(Png.text(png).keySet()));
        assertSame(PICTURE, Png.decode(png));
        assertSame(PICTURE, ImageIO.read(new ByteArrayInputStream(png)));
        assertTrue(png.length < 2000, "long texts are packed: " + png.length);
        List<String> types = PngChunk.parse(png).stream().map(PngChunk::type).toList();
        assertEquals(List.of("IHDR", "tEXt", "iTXt", "zTXt", "iTXt", "tEXt"), types.subList(0, 6));
    }

    @Test
    void theSameInputGivesTheSameBytes() {
        assertArrayEquals(Png.encode(PICTURE, Map.of("a", "b")), Png.encode(PICTURE, Map.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " outer", "outer ", "double  space", "tab\t", "\u732b", "nul\0"})
    void refusesKeywordsThatTheFormatHasNot(String keyword) {
        assertThrows(IllegalArgumentException.class, () -> Png.encode(PICTURE, Map.of(keyword, "text")));
    }

    @Test
    void refusesWhatTheFormatCannotHold() {
        assertThrows(IllegalArgumentException.class, () -> Png.encode(PICTURE, Map.of("x".repeat(80), "text")));
        assertThrows(IllegalArgumentException.class, () -> Png.encode(PICTURE, Map.of("key", "nul\0")));
    }

    @Test
    void damageIsOneLineAndNeverAnotherException() {
        byte[] png = Png.encode(PICTURE, Map.of("key", "text", "unicode", "猫", "long", "x".repeat(5000)));
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            byte[] hurt = i % 2 == 0 ? png.clone() : Arrays.copyOf(png, random.nextInt(png.length));
            if (hurt.length > 0) {
                hurt[random.nextInt(hurt.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThrows(IllegalArgumentException.class, () -> Png.text(hurt));
            assertThrows(IllegalArgumentException.class, () -> Png.decode(hurt));
        }
    }

    @Test
    void damageUnderAValidChecksumIsOneLineToo() {
        byte[] png = Png.encode(PICTURE, Map.of("key", "text", "unicode", "猫", "long", "x".repeat(5000)));
        Random random = new Random(2);
        for (int i = 0; i < 3000; i++) {
            List<PngChunk> chunks = new ArrayList<>(PngChunk.parse(png));
            int which = random.nextInt(chunks.size() - 1);
            byte[] data = Arrays.copyOf(chunks.get(which).data(), random.nextInt(chunks.get(which).data().length + 1));
            for (int j = 0; j < data.length; j += 1 + random.nextInt(20)) {
                data[j] = (byte) random.nextInt();
            }
            chunks.set(which, new PngChunk(chunks.get(which).type(), data));
            byte[] hurt = PngChunk.join(chunks);
            tolerates(() -> Png.text(hurt));
            tolerates(() -> Png.decode(hurt));
        }
    }

    private static void tolerates(Runnable reading) {
        try {
            reading.run(); // some changes leave a valid file
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith("PNG"), e.getMessage());
        }
    }

    @Test
    void aBombOfTextIsRefused() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes("bomb\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream out = new DeflaterOutputStream(data)) {
            out.write(new byte[PngText.MOST_BYTES / 2 + 1]);
        }
        PngChunk bomb = new PngChunk("zTXt", data.toByteArray());
        List<PngChunk> chunks = new ArrayList<>(PngChunk.parse(Png.encode(PICTURE, Map.of())));
        chunks.add(1, bomb);
        assertEquals(1, Png.text(PngChunk.join(chunks)).size());
        chunks.add(1, bomb);
        String message = assertThrows(IllegalArgumentException.class, () -> Png.text(PngChunk.join(chunks))).getMessage();
        assertTrue(message.contains("16777216"), message);
        assertSame(PICTURE, Png.decode(PngChunk.join(chunks)));
    }

    @Test
    void aHeaderThatLiesAboutTheSizeIsRefused() {
        List<PngChunk> chunks = new ArrayList<>(PngChunk.parse(Png.encode(PICTURE, Map.of())));
        byte[] header = chunks.get(0).data().clone();
        ByteBuffer.wrap(header).putInt(100_000).putInt(100_000);
        chunks.set(0, new PngChunk("IHDR", header));
        String message = assertThrows(IllegalArgumentException.class, () -> Png.decode(PngChunk.join(chunks))).getMessage();
        assertTrue(message.contains("100000x100000"), message);
    }

    static BufferedImage picture(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, x * 36 << 16 | y * 60 << 8 | (x * y & 255));
            }
        }
        return picture;
    }

    private static void assertSame(BufferedImage expected, BufferedImage found) {
        int w = expected.getWidth();
        int h = expected.getHeight();
        assertArrayEquals(expected.getRGB(0, 0, w, h, null, 0, w), found.getRGB(0, 0, w, h, null, 0, w));
    }
}

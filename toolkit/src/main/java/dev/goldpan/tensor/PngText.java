package dev.goldpan.tensor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A text of a PNG file: Latin-1 (tEXt; zTXt where it is long) or UTF-8 (iTXt).
 *
 * @param keyword what it is called
 * @param value what it says
 * @param bytes what it takes unpacked
 */
record PngText(String keyword, String value, int bytes) {
    /** The kinds of chunk that hold text. */
    static final Set<String> TYPES = Set.of("tEXt", "zTXt", "iTXt");
    /** Most text that one file may unpack to. */
    static final int MOST_BYTES = 1 << 24;

    private static final int LONG = 4096; // bytes from which text is packed
    private static final Pattern KEYWORD = Pattern.compile("(?=.{1,79}$)[!-~\u00a1-\u00ff]+( [!-~\u00a1-\u00ff]+)*");

    /** The chunk that says {@code value}. */
    static PngChunk chunk(String keyword, String value) {
        if (!KEYWORD.matcher(keyword).matches()) {
            throw new IllegalArgumentException("PNG keyword '" + keyword
                    + "': 1 to 79 printable Latin-1 characters without outer or double spaces are allowed");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PNG text '" + keyword + "' contains a NUL character");
        }
        boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(value);
        byte[] text = value.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        boolean packed = text.length >= LONG;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        data.write(0);
        if (!latin) {
            data.write(packed ? 1 : 0);
            data.writeBytes(new byte[3]); // method 0, no language, no translated keyword
        } else if (packed) {
            data.write(0); // method 0
        }
        data.writeBytes(packed ? deflated(text) : text);
        return new PngChunk(!latin ? "iTXt" : packed ? "zTXt" : "tEXt", data.toByteArray());
    }

    /**
     * The text that {@code chunk} holds.
     *
     * @param room bytes that it may unpack to
     */
    static PngText of(PngChunk chunk, long room) {
        byte[] data = chunk.data();
        int at = end(data, 0);
        String keyword = new String(data, 0, at++, StandardCharsets.ISO_8859_1);
        boolean packed = chunk.type().equals("zTXt");
        Charset charset = StandardCharsets.ISO_8859_1;
        if (chunk.type().equals("iTXt")) {
            packed = at < data.length && data[at] == 1;
            at = end(data, end(data, at + 2) + 1) + 1; // flag, method, language, translated keyword
            charset = StandardCharsets.UTF_8;
        } else if (packed) {
            at++; // method
        }
        if (at > data.length) {
            throw new IllegalArgumentException("PNG: text '" + keyword + "' is damaged");
        }
        byte[] text = Arrays.copyOfRange(data, at, data.length);
        text = packed ? inflated(text, room, keyword) : text;
        if (text.length > room) {
            throw tooLong();
        }
        return new PngText(keyword, new String(text, charset), text.length);
    }

    private static int end(byte[] data, int from) {
        int at = from;
        while (at < data.length && data[at] != 0) {
            at++;
        }
        if (at >= data.length) {
            throw new IllegalArgumentException("PNG: damaged text");
        }
        return at;
    }

    private static byte[] deflated(byte[] text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] inflated(byte[] packed, long room, String keyword) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            byte[] text = in.readNBytes((int) room + 1);
            if (text.length > room) {
                throw tooLong();
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException("PNG: text '" + keyword + "' is damaged: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("PNG: more than " + MOST_BYTES + " bytes of text");
    }
}

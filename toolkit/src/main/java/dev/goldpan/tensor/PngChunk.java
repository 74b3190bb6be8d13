package dev.goldpan.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One piece of a PNG file: length, type, data, checksum.
 *
 * @param type four letters
 * @param data what is between type and checksum
 */
record PngChunk(String type, byte[] data) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int FRAME = 12; // length, type and checksum
    private static final int HEADER = 13; // data of IHDR

    /** The pieces of a file, from IHDR to IEND; what follows is ignored. */
    static List<PngChunk> parse(byte[] png) {
        if (png.length < SIGNATURE.length || !Arrays.equals(SIGNATURE, Arrays.copyOf(png, SIGNATURE.length))) {
            throw new IllegalArgumentException("PNG: this is no PNG file");
        }
        ByteBuffer in = ByteBuffer.wrap(png).position(SIGNATURE.length);
        List<PngChunk> chunks = new ArrayList<>();
        do {
            chunks.add(next(in));
        } while (!chunks.get(chunks.size() - 1).type.equals("IEND"));
        if (!chunks.get(0).type.equals("IHDR") || chunks.get(0).data.length != HEADER) {
            throw new IllegalArgumentException("PNG: the header is missing");
        }
        return chunks;
    }

    private static PngChunk next(ByteBuffer in) {
        int start = in.position();
        int length = in.remaining() < FRAME ? -1 : in.getInt();
        if (length < 0 || length > in.remaining() - (FRAME - Integer.BYTES)) {
            throw new IllegalArgumentException("PNG: truncated or damaged at byte " + start);
        }
        byte[] type = new byte[Integer.BYTES];
        byte[] data = new byte[length];
        in.get(type).get(data);
        if (in.getInt() != checksum(type, data)) {
            throw new IllegalArgumentException("PNG: damaged at byte " + start + " (checksum)");
        }
        return new PngChunk(new String(type, StandardCharsets.ISO_8859_1), data);
    }

    /** A file of {@code chunks}. */
    static byte[] join(List<PngChunk> chunks) {
        int size = SIGNATURE.length;
        for (PngChunk chunk : chunks) {
            size = Math.addExact(size, Math.addExact(FRAME, chunk.data.length));
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(SIGNATURE);
        for (PngChunk chunk : chunks) {
            byte[] type = chunk.type.getBytes(StandardCharsets.ISO_8859_1);
            out.putInt(chunk.data.length).put(type).put(chunk.data).putInt(checksum(type, chunk.data));
        }
        return out.array();
    }

    /** The big-endian number at {@code offset}. */
    int integer(int offset) {
        return ByteBuffer.wrap(data).getInt(offset);
    }

    private static int checksum(byte[] type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        return (int) crc.getValue();
    }
}

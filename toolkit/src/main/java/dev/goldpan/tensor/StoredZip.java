package dev.goldpan.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The table of contents of a zip file whose entries are stored, not compressed, so that they can be mapped where they lie.
 *
 * <p>{@code java.util.zip} does not say where an entry begins. Nothing is ever inflated: there are no zip bombs. Untrusted.
 */
final class StoredZip {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int ENTRY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final long LONGEST_DIRECTORY = 1 << 26;

    private final MappedFile file;
    private final Map<String, Header> headers = new LinkedHashMap<>();

    /** Where an entry's content is in the file. */
    record Entry(long begin, long length) {}

    private record Header(long local, long length, boolean stored) {}

    StoredZip(MappedFile file) {
        this.file = file;
        long[] directory = directory();
        ByteBuffer bytes = at(directory[0], directory[1]);
        while (bytes.remaining() >= 46 && bytes.getInt(bytes.position()) == ENTRY) {
            read(bytes);
        }
    }

    /** Names of all entries, in the order of the archive. */
    Iterable<String> names() {
        return headers.keySet();
    }

    /** The entry called {@code name}, or null. */
    Entry entry(String name) {
        Header header = headers.get(name);
        if (header == null) {
            return null;
        }
        if (!header.stored) {
            throw new IllegalArgumentException(file.path() + ": entry '" + Untrusted.shown(name)
                    + "' is compressed or encrypted, which PyTorch never does; save it again with torch.save, or as safetensors");
        }
        ByteBuffer local = at(header.local, 30);
        if (local.getInt(0) != LOCAL) {
            throw damaged();
        }
        long begin = header.local + 30 + u16(local, 26) + u16(local, 28);
        if (header.length > file.size() - begin) {
            throw damaged();
        }
        return new Entry(begin, header.length);
    }

    /** A copy of the content of {@code entry}. */
    byte[] bytes(Entry entry) {
        return file.bytes(entry.begin, Math.toIntExact(entry.length));
    }

    /** Position and length of the directory. */
    private long[] directory() {
        long tail = Math.min(file.size(), END_LENGTH + LONGEST_COMMENT);
        ByteBuffer bytes = at(file.size() - tail, tail);
        for (int i = (int) tail - END_LENGTH; i >= 0; i--) {
            if (bytes.getInt(i) == END) {
                long end = file.size() - tail + i;
                long length = u32(bytes, i + 12);
                long begin = u32(bytes, i + 16);
                boolean small = begin != 0xffff_ffffL && length != 0xffff_ffffL && u16(bytes, i + 10) != 0xffff;
                long[] directory = small ? new long[] {begin, length} : directory64(end);
                boolean sane = directory[1] >= 0 && directory[1] <= LONGEST_DIRECTORY;
                if (!sane || directory[0] < 0 || directory[0] > end - directory[1]) {
                    throw damaged();
                }
                return directory;
            }
        }
        throw damaged();
    }

    private long[] directory64(long end) {
        ByteBuffer locator = at(end - 20, 20);
        ByteBuffer record = at(locator.getLong(8), 56);
        if (locator.getInt(0) != LOCATOR_64 || record.getInt(0) != END_64) {
            throw damaged();
        }
        return new long[] {record.getLong(48), record.getLong(40)};
    }

    private void read(ByteBuffer bytes) {
        int start = bytes.position();
        boolean stored = u16(bytes, start + 10) == 0 && (u16(bytes, start + 8) & 1) == 0;
        long packed = u32(bytes, start + 20);
        long length = u32(bytes, start + 24);
        int name = u16(bytes, start + 28);
        int extra = u16(bytes, start + 30);
        int comment = u16(bytes, start + 32);
        long local = u32(bytes, start + 42);
        if (bytes.remaining() < 46 + name + extra + comment) {
            throw damaged();
        }
        ByteBuffer fields = bytes.slice(start + 46 + name, extra).order(ByteOrder.LITTLE_ENDIAN);
        while (fields.remaining() >= 4) {
            int id = Short.toUnsignedInt(fields.getShort());
            int size = Short.toUnsignedInt(fields.getShort());
            if (size > fields.remaining()) {
                throw damaged();
            }
            if (id == 1) { // 64-bit values of those that did not fit, in this order
                ByteBuffer wide = fields.slice(fields.position(), size).order(ByteOrder.LITTLE_ENDIAN);
                length = length == 0xffff_ffffL ? wide(wide) : length;
                packed = packed == 0xffff_ffffL ? wide(wide) : packed;
                local = local == 0xffff_ffffL ? wide(wide) : local;
            }
            fields.position(fields.position() + size);
        }
        byte[] text = new byte[name];
        bytes.position(start + 46).get(text);
        bytes.position(start + 46 + name + extra + comment);
        Header header = new Header(local, length, stored && packed == length);
        if (length < 0 || headers.put(new String(text, StandardCharsets.UTF_8), header) != null) {
            throw damaged();
        }
    }

    private long wide(ByteBuffer bytes) {
        if (bytes.remaining() < 8) {
            throw damaged();
        }
        return bytes.getLong();
    }

    private ByteBuffer at(long position, long length) {
        if (position < 0 || position > file.size() - length) {
            throw damaged();
        }
        return ByteBuffer.wrap(file.bytes(position, (int) length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int u16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static long u32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private IllegalArgumentException damaged() {
        return new IllegalArgumentException(file.path() + ": is a damaged zip file; is the download complete?");
    }
}

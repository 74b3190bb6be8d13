package dev.goldpan.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file says of itself: 8 bytes with the length of the JSON, little-endian, then JSON {name: {dtype, shape,
 * data_offsets}} with an optional {@code __metadata__}, then the numbers. Offsets count from the end of the JSON.
 *
 * <p>Untrusted: after {@link #read} every entry lies inside the file, has exactly the bytes of its shape and type, and the
 * entries cover the data without overlap or hole, as the format demands.
 *
 * @param entries where each tensor is, in the order of the header
 * @param metadata free text of whoever wrote the file
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    private static final long LONGEST = 100_000_000; // the format's own bound
    private static final int MOST_TENSORS = 200_000;
    private static final int MOST_TEXTS = 100_000;
    private static final int MOST_DIMENSIONS = 16;

    /** Where one tensor is; {@code begin} and {@code end} are positions in the file. */
    record Entry(ElementType type, long[] shape, long begin, long end) {}

    /** Reads and checks the header of {@code file}. @throws IllegalArgumentException saying what is wrong with it */
    static SafetensorsHeader read(MappedFile file) {
        long size = file.size();
        if (size < 8) {
            throw wrong(file, "has " + size + " bytes, too few for a safetensors file", "is the download complete?");
        }
        byte[] first = file.bytes(0, 8);
        if (new String(first, StandardCharsets.ISO_8859_1).equals("version ")) {
            throw wrong(file, "is a Git LFS pointer, not the tensors themselves", "run 'git lfs pull' where it came from");
        }
        long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > size - 8) {
            throw wrong(file, "announces a header of " + Long.toUnsignedString(length) + " bytes, but has " + size + " in all",
                    "it is cut short or not a safetensors file: download it again");
        }
        if (length > LONGEST) {
            throw wrong(file, "announces a header of " + length + " bytes, the format allows " + LONGEST, "do not trust it");
        }
        byte[] json = file.bytes(8, (int) length);
        if (length == 0 || json[0] != '{') {
            throw wrong(file, "has no JSON header", "it is not a safetensors file");
        }
        try (JsonParser parser = Untrusted.JSON.createParser(
                new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder()))) {
            SafetensorsHeader header = new Reader(file, parser, 8 + length).header();
            header.checkLayout(file, 8 + length);
            return header;
        } catch (CharacterCodingException e) {
            throw wrong(file, "has a header that is not UTF-8", "it is damaged: download it again");
        } catch (JsonProcessingException e) {
            throw wrong(file, "has a damaged header (" + Untrusted.shown(e.getOriginalMessage()) + ")", "download it again");
        } catch (IOException e) {
            throw new IllegalStateException(e); // the bytes are in memory
        }
    }

    private void checkLayout(MappedFile file, long data) {
        List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin)
                .thenComparingLong(e -> e.getValue().end));
        long position = data;
        for (Map.Entry<String, Entry> entry : sorted) {
            long begin = entry.getValue().begin;
            if (begin != position) {
                throw wrong(file, "tensor '" + Untrusted.shown(entry.getKey()) + "' begins at byte " + begin
                        + (begin < position ? ", inside the one before it" : ", after a hole") + " (expected " + position + ")",
                        "the header is damaged or hostile: get the file from its source again");
            }
            position = entry.getValue().end;
        }
        if (position != file.size()) {
            throw wrong(file, "has " + (file.size() - position) + " bytes after its last tensor",
                    "it is damaged: download it again");
        }
    }

    private static IllegalArgumentException wrong(MappedFile file, String what, String remedy) {
        return new IllegalArgumentException(file.path() + ": " + what + "; " + remedy);
    }

    /** One pass over the JSON, which is never held as a tree. */
    private record Reader(MappedFile file, JsonParser parser, long data) {
        SafetensorsHeader header() throws IOException {
            Map<String, Entry> entries = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            parser.nextToken(); // the brace seen by the caller
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (name.equals("__metadata__")) {
                    metadata.putAll(metadata());
                } else if (!Untrusted.isPlain(name)) {
                    throw refused(name, "has characters in its name that no name has");
                } else if (entries.size() == MOST_TENSORS) {
                    throw wrong(file, "lists more than " + MOST_TENSORS + " tensors", "do not trust it");
                } else {
                    entries.put(name, entry(name));
                }
            }
            if (parser.nextToken() != null) {
                throw wrong(file, "has something after its header's closing brace", "it is damaged: download it again");
            }
            return new SafetensorsHeader(entries, metadata);
        }

        private Map<String, String> metadata() throws IOException {
            Map<String, String> metadata = new LinkedHashMap<>();
            expect(JsonToken.START_OBJECT, "__metadata__", "metadata that is not an object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                expect(JsonToken.VALUE_STRING, "__metadata__", "metadata that is not text");
                if (metadata.size() == MOST_TEXTS) {
                    throw wrong(file, "has more than " + MOST_TEXTS + " entries of metadata", "do not trust it");
                }
                metadata.put(key, parser.getText());
            }
            return metadata;
        }

        private Entry entry(String name) throws IOException {
            String dtype = null;
            long[] shape = null;
            long[] offsets = null;
            expect(JsonToken.START_OBJECT, name, "an entry that is not an object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                switch (parser.currentName()) {
                    case "dtype" -> {
                        expect(JsonToken.VALUE_STRING, name, "a dtype that is not text");
                        dtype = parser.getText();
                    }
                    case "shape" -> shape = integers(name, "shape", MOST_DIMENSIONS);
                    case "data_offsets" -> offsets = integers(name, "data_offsets", 2);
                    default -> {
                        parser.nextToken();
                        parser.skipChildren();
                    }
                }
            }
            if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
                throw refused(name, "lacks dtype, shape or data_offsets");
            }
            return located(name, type(name, dtype), shape, offsets);
        }

        private Entry located(String name, ElementType type, long[] shape, long[] offsets) {
            long length = offsets[1] - offsets[0];
            if (offsets[0] < 0 || length < 0) {
                throw refused(name, "has data_offsets " + Arrays.toString(offsets));
            }
            if (offsets[1] > file.size() - data) {
                throw refused(name, "ends at byte " + offsets[1] + " of the data, but the file has only " + (file.size() - data)
                        + " (is the download complete?)");
            }
            try {
                if (type.count(shape) * type.bytes == length) {
                    return new Entry(type, shape, data + offsets[0], data + offsets[1]);
                }
            } catch (ArithmeticException e) {
                throw refused(name, "has the impossible shape " + Arrays.toString(shape));
            }
            throw refused(name, "has " + length + " bytes of data, but " + type + " " + Arrays.toString(shape) + " takes "
                    + type.count(shape) * type.bytes);
        }

        private ElementType type(String name, String dtype) {
            for (ElementType type : ElementType.values()) {
                if (type.name().equals(dtype)) {
                    return type;
                }
            }
            throw new IllegalArgumentException(file.path() + ": tensor '" + Untrusted.shown(name) + "' is of type '"
                    + Untrusted.shown(dtype) + "'; known are " + Arrays.toString(ElementType.values()) + ": convert it");
        }

        private long[] integers(String name, String field, int most) throws IOException {
            expect(JsonToken.START_ARRAY, name, field + " that is not a list");
            long[] values = new long[most];
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || count == most) {
                    throw refused(name, "has " + field + " that is not a list of at most " + most + " integers");
                }
                values[count++] = parser.getLongValue();
            }
            return Arrays.copyOf(values, count);
        }

        private void expect(JsonToken token, String name, String otherwise) throws IOException {
            if (parser.nextToken() != token) {
                throw refused(name, "has " + otherwise);
            }
        }

        private IllegalArgumentException refused(String name, String what) {
            return wrong(file, "tensor '" + Untrusted.shown(name) + "' " + what,
                    "the header is damaged or hostile: get the file from its source again");
        }
    }
}

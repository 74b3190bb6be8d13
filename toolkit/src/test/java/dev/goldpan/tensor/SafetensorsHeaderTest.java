package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A header comes from anyone: whatever it says, the answer is one line and never a crash. */
class SafetensorsHeaderTest {
    private static final byte[] LFS = "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // shape and type against bytes
        "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 | has 4 bytes of data, but F32 [2] takes 8",
        "{'t':{'dtype':'F16','shape':[2],'data_offsets':[0,8]}} | 8 | has 8 bytes of data, but F16 [2] takes 4",
        "{'t':{'dtype':'F32','shape':[],'data_offsets':[0,0]}} | 0 | has 0 bytes of data, but F32 [] takes 4",
        "{'t':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}} | 4 | is of type 'F8_E4M3'; known are",
        "{'t':{'dtype':'f32','shape':[1],'data_offsets':[0,4]}} | 4 | is of type 'f32'",
        "{'t':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}} | 0 | impossible shape",
        "{'t':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}} | 0 | impossible shape",
        "{'t':{'dtype':'F32','shape':[0,9223372036854775807,9],'data_offsets':[0,0]}} | 0 | impossible shape",
        "{'t':{'dtype':'F32','shape':[-1,-1],'data_offsets':[0,4]}} | 4 | impossible shape",
        "{'t':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,4]}} | 4 | damaged header",
        "{'t':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} | 4 | shape that is not a list of at most 16 integers",
        "{'t':{'dtype':'F32','shape':[NaN],'data_offsets':[0,4]}} | 4 | damaged header",
        "{'t':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}} | 4 | shape that is not a list",
        "{'t':{'dtype':'F32','shape':1,'data_offsets':[0,4]}} | 4 | shape that is not a list",
        "{'t':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]}} | 4 | at most 16",
        // offsets
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | 4 | has data_offsets [-4, 0]",
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | 4 | has data_offsets [4, 0]",
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}} | 4 | ends at byte 8 of the data, but the file has only 4",
        "{'t':{'dtype':'U8','shape':[9223372036854775807],'data_offsets':[0,9223372036854775807]}} | 4 | ends at byte 92233",
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | 4 | lacks dtype, shape or data_offsets",
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}} | 4 | data_offsets that is not a list of at most 2",
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':null}} | 4 | data_offsets that is not a list",
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | after a hole",
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 8 | has 4 bytes after its last tensor",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | insi",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | in",
        // structure
        "{'t':{'shape':[1],'data_offsets':[0,4]}} | 4 | lacks dtype",
        "{'t':{'dtype':32,'shape':[1],'data_offsets':[0,4]}} | 4 | a dtype that is not text",
        "{'t':null} | 0 | an entry that is not an object",
        "{'t':[1,2]} | 0 | an entry that is not an object",
        "{'__metadata__':[1]} | 0 | metadata that is not an object",
        "{'__metadata__':{'a':1}} | 0 | metadata that is not text",
        "{'__metadata__':{'a':'1','a':'2'}} | 0 | damaged header (Duplicate",
        "{'t':{'dtype':'F32','dtype':'F16','shape':[1],'data_offsets':[0,4]}} | 4 | damaged header (Duplicate",
        "{'t':{'dtype':'U8','shape':[0],'data_offsets':[0,0]},'t':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}} | 0 | Dupli",
        "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]} | 4 | damaged header",
        "{} {} | 0 | something after",
        "[] | 0 | has no JSON header",
        "{'t':{'x':[[[[[[[[[[[[1]]]]]]]]]]]]}} | 0 | damaged header",
        "{'\\u001b[2J':null} | 0 | tensor '\\u1b[2J' has characters",
    })
    void whatIsWrongIsSaidInOneLine(String json, int data, String expected) throws IOException {
        byte[] header = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertRefused(file(header.length, header, data), expected);
    }

    @Test
    void lengthsThatCannotBeAreRefused() throws IOException {
        byte[] header = "{}".getBytes(StandardCharsets.US_ASCII);
        assertRefused(file(3, header, 0), "announces a header of 3 bytes, but has 10 in all");
        assertRefused(file(-1, header, 0), "announces a header of 18446744073709551615 bytes");
        assertRefused(file(Long.MAX_VALUE, header, 0), "announces a header of 9223372036854775807 bytes");
        assertRefused(file(0, header, 0), "has no JSON header");
        assertRefused(Files.write(folder.resolve("short"), new byte[7]), "has 7 bytes, too few");
        assertRefused(Files.write(folder.resolve("empty"), new byte[0]), "has 0 bytes, too few");
        assertRefused(Files.write(folder.resolve("pointer"), LFS), "is a Git LFS pointer");
    }

    @Test
    void aHeaderAboveTheFormatsBoundIsNotEvenRead() throws IOException {
        Path sparse = folder.resolve("sparse.safetensors");
        try (var file = new java.io.RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(300_000_000);
            file.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001).array());
        }
        assertRefused(sparse, "announces a header of 100000001 bytes, the format allows 100000000");
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        byte[] header = "{'t':null}".replace('\'', '"').getBytes(StandardCharsets.US_ASCII);
        header[2] = (byte) 0xc3;
        assertRefused(file(header.length, header, 0), "a header that is not UTF-8");
        byte[] wide = "{\"t\":null}".getBytes(StandardCharsets.UTF_16LE);
        assertRefused(file(wide.length, wide, 0), "damaged header");
    }

    @Test
    void endlessMetadataIsRefused() throws IOException {
        byte[] header = IntStream.rangeClosed(0, 100_000).mapToObj(i -> "\"" + i + "\":\"\"")
                .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}")).getBytes(StandardCharsets.US_ASCII);
        assertRefused(file(header.length, header, 0), "has more than 100000 entries of metadata");
    }

    @Test
    void deepNestingDoesNotExhaustTheStack() throws IOException {
        byte[] header = ("{\"t\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.US_ASCII);
        assertRefused(file(header.length, header, 0), "an entry that is not an object");
        byte[] inside = ("{\"t\":{\"x\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.US_ASCII);
        assertRefused(file(inside.length, inside, 0), "damaged header");
    }

    @Test
    void mutatedFilesEitherLoadOrAreRefused() throws IOException {
        byte[] sound = Files.readAllBytes(Fixtures.path("weights/types.safetensors"));
        int header = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getInt();
        SplittableRandom random = new SplittableRandom(20);
        byte[] digits = "0123456789-[]{},:\"eEFIUBLO".getBytes(StandardCharsets.US_ASCII);
        int loaded = 0;
        for (int round = 0; round < 1500; round++) {
            byte[] bytes = sound.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                int at = random.nextInt(4) == 0 ? random.nextInt(8) : 8 + random.nextInt(header);
                bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : digits[random.nextInt(digits.length)];
            }
            if (random.nextInt(8) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 64));
            }
            loaded += survives(Files.write(folder.resolve("mutated.safetensors"), bytes)) ? 1 : 0;
        }
        assertTrue(loaded > 0 && loaded < 750, "mutations must hit: " + loaded + " of 1500 still load");
    }

    /** Reads all there is; whatever else than a refusal is thrown fails the test. */
    private static boolean survives(Path path) {
        try (Scope scope = Scope.open(); Safetensors file = Safetensors.open(path)) {
            for (String name : file.names()) {
                Ruled.values(file.read(name));
            }
            return true;
        } catch (IllegalArgumentException e) {
            assertOneLine(path, e.getMessage());
            return false;
        }
    }

    private Path file(long length, byte[] header, int data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(folder.resolve("hostile.safetensors"), bytes.putLong(length).put(header).array());
    }

    private static void assertRefused(Path path, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> Safetensors.open(path).close()).getMessage();
        assertTrue(message.contains(expected), message);
        assertOneLine(path, message);
    }

    private static void assertOneLine(Path path, String message) {
        assertTrue(message.startsWith(path.toString()), message);
        assertEquals(0, message.chars().filter(Character::isISOControl).count(), message);
        assertTrue(message.length() < path.toString().length() + 400, message);
    }
}

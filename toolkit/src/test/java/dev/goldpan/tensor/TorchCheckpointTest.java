package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"types.pt", "protocol4.pt", "zip64.pt"})
    void readsEveryType(String name) {
        MappedFile mapped = MappedFile.open(Fixtures.path("weights/" + name), 0, Integer.MAX_VALUE);
        try (Scope scope = Scope.open(); TorchCheckpoint file = TorchCheckpoint.open(mapped)) {
            for (ElementType type : ElementType.values()) {
                Ruled.check(type.name(), file.read(type.name()), type.scalar, 3, 5);
                assertArrayEquals(new long[] {3, 5}, file.shape(type.name()));
            }
            Ruled.check("scalar", file.read("scalar"), ElementType.F32.scalar);
            Ruled.check("empty", file.read("empty"), ElementType.F32.scalar, 0, 3);
            Ruled.check("four", file.read("four"), ElementType.F32.scalar, 2, 3, 1, 4);
            assertEquals(13, file.names().size());
            int inPlace = name.equals("zip64.pt") ? 8 : 11; // its storages are not aligned; booleans are always copied
            assertEquals(inPlace, mapped.mapped());
        }
        assertEquals(0, mapped.mapped());
    }

    @Test
    void viewsShareTheirStorageAndComeContiguous() {
        MappedFile mapped = MappedFile.open(Fixtures.path("weights/views.pt"), 0, Integer.MAX_VALUE);
        try (Scope scope = Scope.open(); TorchCheckpoint file = TorchCheckpoint.open(mapped)) {
            Tensor base = file.read("base");
            Tensor rows = file.read("rows");
            assertEquals(base.data_ptr().address() + 6 * 4, rows.data_ptr().address(), "not copied");
            assertEquals(1, mapped.mapped());
            assertArrayEquals(Ruled.values(base.narrow(0, 1, 2).contiguous()), Ruled.values(rows));
            assertArrayEquals(Ruled.values(base.t().contiguous()), Ruled.values(file.read("transposed")));
            assertTrue(file.read("columns").is_contiguous());
            assertArrayEquals(new long[] {4, 3}, file.shape("columns"));
            assertArrayEquals(new double[] {-1, 1, 3, -2, 0, 2}, Ruled.values(file.read("columns").narrow(0, 0, 2)));
            assertArrayEquals(new double[] {0}, Ruled.values(file.read("last")));
            file.release("base");
            file.release("rows");
            assertEquals(1, mapped.mapped(), "one view still lies in it");
            file.release("last");
            assertEquals(0, mapped.mapped());
            Ruled.check("base", file.read("base"), ElementType.F32.scalar, 4, 6);
        }
    }

    @Test
    void findsTheTensorsBelowTheTop() {
        try (Scope scope = Scope.open(); TorchCheckpoint file = TorchCheckpoint.open(Fixtures.path("weights/lightning.ckpt"))) {
            assertEquals(Set.of("weight", "bias"), file.names());
            Ruled.check("weight", file.read("weight"), ElementType.F32.scalar, 2, 3);
            assertEquals(875_000, file.number("global_step").orElseThrow());
            assertTrue(file.number("big").isEmpty() && file.number("rate").isEmpty() && file.number("x").isEmpty());
        }
        try (Scope scope = Scope.open(); TorchCheckpoint file = TorchCheckpoint.open(Fixtures.path("weights/ema.pt"))) {
            Ruled.check("the average, not the last step", file.read("weight"), ElementType.F32.scalar, 2, 3);
        }
        try (Scope scope = Scope.open(); TorchCheckpoint file = TorchCheckpoint.open(Fixtures.path("weights/module.bin"))) {
            Ruled.check("weight", file.read("weight"), ElementType.F32.scalar, 2, 3);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "os-system.pt | contains posix.system, which is code and not weights: refused, nothing was run",
        "eval.pt | contains __builtin__.eval, which is code",
        "torch-load.pt | contains torch.serialization.load, which is code",
        "wrong-arguments.pt | is damaged: its pickle makes no sense",
        "expanded.pt | has a tensor of more numbers than it stores",
        "compressed.pt | entry 'types/byteorder' is compressed",
        "big-endian.pt | was written on a big-endian machine",
        "short-storage.pt | tensor 'F64' has too little data",
        "no-storage.pt | tensor 'F32' has no data",
        "no-pickle.pt | not one that torch.save wrote",
        "no-tensors.pt | holds no tensors",
        "ambiguous.pt | holds tensors under [left, right]",
        "legacy.pt | is not in the format that PyTorch writes since 1.6",
    })
    void whatItCannotBeTrustedWithIsSaidInOneLine(String name, String expected) {
        assertRefused(Fixtures.path("weights/" + name), expected);
    }

    @Test
    void hostilePicklesNeitherCrashNorHang() throws IOException {
        assertRefused(pickle(bytes("]", 3_000_000)), "more than 2000000 instructions");
        assertRefused(pickle("N" + "\u0085".repeat(1_000_000) + "."), "does not hold a dictionary");
        // a list that contains itself, a dictionary under itself
        assertRefused(pickle("]q\0h\0ah\0."), "does not hold a dictionary");
        assertRefused(pickle("}q\0X\1\0\0\0ah\0s."), "holds no tensors");
        assertRefused(pickle("X\u00ff\u00ff\u00ff\u007f."), "makes no sense");
        assertRefused(pickle("\u008b\u00ff\u00ff\u00ff\u00ff."), "makes no sense");
        assertRefused(pickle("h\5."), "makes no sense");
        assertRefused(pickle("."), "makes no sense");
        assertRefused(pickle("(N)t."), "does not hold a dictionary");
        assertRefused(pickle("N(R."), "makes no sense");
        assertRefused(pickle("i"), "instruction 0x69");
        assertRefused(pickle("P1\n."), "instruction 0x50");
        assertRefused(pickle("cos\nsystem\n(X\4\0\0\0truetR."), "contains os.system, which is code");
        assertRefused(pickle("\u008c\2os\u008c\6system\u0093."), "contains os.system, which is code");
        assertRefused(pickle("c" + "x".repeat(1000)), "endless name");
        assertRefused(pickle("ctorch\nFloatStorage\n)R."), "makes a storage");
        assertRefused(pickle("c\u001b[2J\nx\n."), "contains \\u1b[2J.x");
        assertRefused(pickle("(X\7\0\0\0storagectorch\nFloatStorage\nX,\1\0\0" + "k".repeat(300) + "X\3\0\0\0cpuK\4tQ."), "endless name");
    }

    @Test
    void tensorsOutsideTheirStorageAreRefused() throws IOException {
        assertFalse(loads(tensor(4, 0, "K\2K\2", "K\2K\1")).isEmpty());
        assertRefused(tensor(4, 1, "K\2K\2", "K\2K\1"), "more numbers than it stores");
        assertRefused(tensor(4, 0, "K\2K\2", "K\3K\1"), "more numbers than it stores");
        assertRefused(tensor(3, 0, "K\2K\2", "K\1K\1"), "more numbers than it stores");
        assertRefused(tensor(5, 0, "K\4", "K\1"), "too little data");
        assertRefused(tensor(4, 0, "K\2K\2", "K\2"), "impossible shape");
        assertRefused(tensor(4, 0, "J\u00ff\u00ff\u00ff\u00ff", "K\1"), "makes no sense");
        assertRefused(tensor(4, 0, "K\2", "J\u00ff\u00ff\u00ff\u00ff"), "negative stride");
        String most = "\u008a\u0008" + "\u00ff".repeat(7) + "\u007f";
        assertRefused(tensor(4, 0, most + most, "K\1K\1"), "makes no sense");
        assertRefused(tensor(4, 0, "K\2", most), "more numbers than it stores");
        assertRefused(tensor(4, 0, "K\3", most), "makes no sense");
        assertRefused(tensor(4, 0, "K\1".repeat(17), "K\1".repeat(17)), "17 dimensions");
    }

    @Test
    void mutatedFilesEitherLoadOrAreRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(21);
        int loaded = 0;
        for (String name : new String[] {"types.pt", "views.pt", "lightning.ckpt", "protocol4.pt", "zip64.pt"}) {
            byte[] sound = Files.readAllBytes(Fixtures.path("weights/" + name));
            for (int round = 0; round < 250; round++) {
                byte[] bytes = sound.clone();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                if (random.nextInt(8) == 0) {
                    bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 64));
                }
                loaded += survives(Files.write(folder.resolve("mutated.pt"), bytes)) ? 1 : 0;
            }
        }
        assertTrue(loaded > 50 && loaded < 900, "mutations must hit: " + loaded + " of 1250 still load");
    }

    private static boolean survives(Path path) {
        try (Scope scope = Scope.open(); TorchCheckpoint file = TorchCheckpoint.open(path)) {
            for (String name : file.names()) {
                Ruled.values(file.read(name));
            }
            return true;
        } catch (IllegalArgumentException e) {
            assertOneLine(path, e.getMessage());
            return false;
        }
    }

    private static Set<String> loads(Path path) {
        try (Scope scope = Scope.open(); TorchCheckpoint file = TorchCheckpoint.open(path)) {
            file.names().forEach(name -> Ruled.values(file.read(name)));
            return Set.copyOf(file.names());
        }
    }

    /** A dictionary with one tensor over a storage that claims {@code count} floats and has four. */
    private Path tensor(int count, int offset, String shape, String strides) throws IOException {
        return pickle("}X\1\0\0\0xctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\n"
                + "X\1\0\0\0" + "0X\3\0\0\0cpuK" + (char) count + "tQK" + (char) offset
                + "(" + shape + "t(" + strides + "t\u0089NtRs.");
    }

    private Path pickle(String instructions) throws IOException {
        return pickle(("\u0080\2" + instructions).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(String instruction, int times) {
        return instruction.repeat(times).getBytes(StandardCharsets.ISO_8859_1);
    }

    private Path pickle(byte[] instructions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "x/data.pkl", instructions);
            put(zip, "x/data/0", new byte[16]);
        }
        return Files.write(folder.resolve("hostile.pt"), bytes.toByteArray());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setCrc(sum.getValue());
        entry.setSize(content.length);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static void assertRefused(Path path, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> TorchCheckpoint.open(path).close()).getMessage();
        assertTrue(message.contains(expected), message);
        assertOneLine(path, message);
    }

    private static void assertOneLine(Path path, String message) {
        assertTrue(message.startsWith(path.toString()), message);
        assertEquals(0, message.chars().filter(Character::isISOControl).count(), message);
    }
}

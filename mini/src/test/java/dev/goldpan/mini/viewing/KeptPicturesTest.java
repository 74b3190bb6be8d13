package dev.goldpan.mini.viewing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPicturesTest {
    private static final int EVERY = 60;

    @TempDir
    private Path folder;

    @Test
    void keptPicturesAreThoseThatWereViewed() throws IOException {
        List<Viewed> all = Viewing.JUDGE.all();
        List<Viewed> some = IntStream.range(0, all.size()).filter(i -> i % EVERY == 0).mapToObj(all::get).toList();
        KeptPictures.write(Viewing.JUDGE, some, folder);
        assertEquals(some.size(), new ViewedPictures(some, folder).size(), "every one of them");
    }

    @Test
    void whatIsThereStays() throws IOException {
        List<Viewed> some = Viewing.JUDGE.all().subList(0, 2);
        Files.writeString(folder.resolve(some.get(0).file()), "there");
        KeptPictures.write(Viewing.JUDGE, some, folder);
        assertEquals("there", Files.readString(folder.resolve(some.get(0).file())));
        assertEquals(some.get(1).prompt(), Pictured.read(folder.resolve(some.get(1).file())).prompt());
    }

    @Test
    void picturesAreKeptInAFile() throws IOException {
        List<Viewed> some = Viewing.JUDGE.all().subList(0, 3);
        KeptPictures.write(Viewing.JUDGE, some, folder);
        Path file = folder.resolve("kept.safetensors");
        assertEquals(3, KeptPictures.keep(some, folder, file));
        try (Scope scope = Scope.open(); Safetensors kept = Safetensors.open(file)) {
            assertArrayEquals(new long[] {3, 4, 16, 16}, kept.shape("latents"));
            assertEquals(some.get(2).seed(), kept.read("seeds").data_ptr_long().get(2));
        }
    }

    @Test
    void whatIsKeptStaysAsItIs() throws IOException {
        List<Viewed> some = Viewing.JUDGE.all().subList(0, 3);
        KeptPictures.write(Viewing.JUDGE, some, folder);
        Path file = folder.resolve("kept.safetensors");
        KeptPictures.keep(some.subList(0, 2), folder, file);
        Files.delete(folder.resolve(some.get(0).file()));
        assertEquals(2, KeptPictures.keep(List.of(some.get(0), some.get(2)), folder, file), "one of before, one new, one no longer viewed");
        try (Scope scope = Scope.open(); Safetensors kept = Safetensors.open(file)) {
            assertEquals(some.get(0).seed(), kept.read("seeds").data_ptr_long().get(0));
            assertEquals(some.get(2).seed(), kept.read("seeds").data_ptr_long().get(1));
        }
    }

    @Test
    void aPictureThatWasNeverKeptIsNamed() {
        Viewed never = Viewed.parse("1," + "80".repeat(16) + ",y,-,o,a cat");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> KeptPictures.write(Viewing.JUDGE, List.of(never), folder)).getMessage()
                .endsWith("has no picture 1; put it there with viewing keep"));
    }
}

package dev.goldpan.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledTest {
    @TempDir
    private Path cache;

    @Test
    void theSlowerOfTwoProcessesLeavesWhatTheFasterUnpacked() throws IOException {
        Path folder = Bundled.unpacked(cache);
        Path weights = weights(folder);
        Object file = Files.readAttributes(weights, "*").get("fileKey");
        assertEquals(folder, Bundled.unpacked(cache));
        assertEquals(file, Files.readAttributes(weights, "*").get("fileKey"), "the very same file, which may be mapped already");
        assertEquals(List.of(folder.getFileName().toString()), names(), "and nothing beside it");
    }

    @Test
    void whatIsNotWholeIsUnpackedAgain() throws IOException {
        Path folder = Bundled.unpacked(cache);
        long bytes = Files.size(weights(folder));
        Files.writeString(weights(folder), "cut off");
        assertEquals(folder, Bundled.unpacked(cache));
        assertEquals(bytes, Files.size(weights(folder)));
        assertTrue(names().get(0).startsWith("damaged-"), "a process that has the old file open keeps it");
    }

    private static Path weights(Path folder) {
        return folder.resolve("mini/unet/diffusion_pytorch_model.safetensors");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(cache)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}

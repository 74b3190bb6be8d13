package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goldpan.model.Bundled;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dual encoder says that it began as. */
class DualEncoderObjectiveTest {
    @TempDir
    private Path folder;

    @Test
    void aRunSaysWhatItBeganAs() {
        assertEquals(Map.of("start", "random", "model", "none", "viewed", 0), settings(null));
        Path clip = Bundled.verifiers().resolve("clip");
        assertEquals(Map.of("start", Origin.of(clip.resolve("model.safetensors")), "model", "none", "viewed", 0), settings(clip));
    }

    private Map<String, Object> settings(Path from) {
        try (Objective objective = DualEncoderObjective.clip(Map.of(), from, 1, LessonPictures.of(null), null, VerifierFiles.tokenizer(folder), 4)) {
            return objective.settings();
        }
    }
}

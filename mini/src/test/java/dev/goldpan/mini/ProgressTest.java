package dev.goldpan.mini;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log gets a line every half a minute, whatever the number of steps. */
class ProgressTest {
    private long now;

    @Test
    void aLogGetsFewLinesAndTheLast() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Progress progress = new Progress("vae", 10, 110, new PrintStream(log), false, () -> now)) {
            for (int i = 0; i < 100; i++) {
                now += 1_000_000_000L; // a second a step
                if (i == 50) {
                    progress.say("loss 0.5");
                }
                progress.step(1);
            }
        }
        assertEquals(List.of("vae 40/110", "vae 70/110, loss 0.5", "vae 100/110, loss 0.5", "vae 110/110, loss 0.5"),
                log.toString().lines().toList());
    }

    @Test
    void nothingDoneIsNothingSaid() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        new Progress("vae", 110, 110, new PrintStream(log), false, () -> now).close();
        assertEquals("", log.toString());
    }
}

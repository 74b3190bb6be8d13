package dev.goldpan.verify.llm;

import java.time.Duration;
import java.time.Instant;

/** The time that passes between calls; a test has its own. */
interface Time {
    /** The world's. */
    Time REAL = new Time() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            Thread.sleep(Math.max(0, length.toMillis()));
        }
    };

    Instant now();

    void pause(Duration length) throws InterruptedException;
}

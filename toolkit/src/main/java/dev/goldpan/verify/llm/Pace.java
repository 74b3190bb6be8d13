package dev.goldpan.verify.llm;

import java.time.Duration;
import java.time.Instant;

/** Keeps calls a fixed time apart, whichever thread makes them. */
final class Pace {
    private final Duration apart;
    private final Time time;
    private Instant next;

    Pace(int perMinute, Time time) {
        apart = Duration.ofMinutes(1).dividedBy(perMinute);
        this.time = time;
        next = time.now();
    }

    /** Waits for this call's turn. */
    void await() throws InterruptedException {
        Duration wait;
        synchronized (this) {
            Instant now = time.now();
            Instant turn = next.isAfter(now) ? next : now;
            next = turn.plus(apart);
            wait = Duration.between(now, turn);
        }
        if (!wait.isZero()) {
            time.pause(wait);
        }
    }
}

package dev.goldpan.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets an interrupt (Ctrl-C, a polite kill) end work at the next point where it can be gone on with, instead of inside the engine,
 * whose libraries do not survive being unloaded while they compute.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runnable cancel) {
        hook = new Thread(() -> {
            cancel.run();
            try {
                over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "goldpan-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Until this is closed, an interrupt calls {@code cancel} and the process ends only after the close. */
    static Interruption calls(Runnable cancel) {
        return new Interruption(cancel);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook runs, and has just been let go.
        }
    }
}

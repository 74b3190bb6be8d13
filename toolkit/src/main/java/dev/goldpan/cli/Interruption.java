package dev.goldpan.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What an interrupt (Ctrl-C, a polite kill) does: work that can be gone on with later ends at its next such point; anything else ends
 * at once. Either way the engine's libraries are not torn down under a thread that computes in them, which they do not survive: the
 * process leaves without their last rites. What a run has written down is on disk by then.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final int INTERRUPTED = 130;

    private static volatile boolean expected;
    private static volatile Interruption current;

    private final Runnable cancel;
    private final CountDownLatch over = new CountDownLatch(1);

    private Interruption(Runnable cancel) {
        this.cancel = cancel;
    }

    /** Watches over this process from now on. */
    static void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::ending, "goldpan-interruption"));
    }

    /** The process is about to end by itself. */
    static void expect() {
        expected = true;
    }

    /** Until this is closed, an interrupt calls {@code cancel} and the process ends only after the close, or a minute later. */
    static Interruption calls(Runnable cancel) {
        current = new Interruption(cancel);
        return current;
    }

    private static void ending() {
        if (expected) {
            return;
        }
        Interruption work = current;
        if (work != null) {
            work.cancel.run();
            try {
                work.over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Function.getFunction(Platform.C_LIBRARY_NAME, "_exit").invokeVoid(new Object[] {INTERRUPTED});
    }

    @Override
    public void close() {
        current = null;
        over.countDown();
    }
}

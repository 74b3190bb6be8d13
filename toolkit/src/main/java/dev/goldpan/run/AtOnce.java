package dev.goldpan.run;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Small pieces of work that compute a little and wait for the disk: all of a list at once, on threads of their own. */
public final class AtOnce {
    private static final int FEWEST = 4; // disks take together what reaches them together, whatever the number of cores

    private AtOnce() {}

    /**
     * What {@code work} makes of each of {@code items}, in their order. Returns when all are done, also where some failed.
     *
     * @param work safe to be done for several items at the same time
     * @throws RuntimeException what {@code work} threw, for the first of those it threw for
     */
    public static <A, B> List<B> map(List<A> items, Function<A, B> work) {
        if (items.size() == 1) {
            return List.of(work.apply(items.get(0)));
        }
        List<CompletableFuture<B>> going = items.stream().map(item ->
                CompletableFuture.supplyAsync(() -> work.apply(item), Crew.THREADS)).toList();
        CompletableFuture.allOf(going.toArray(CompletableFuture[]::new)).handle((nothing, failure) -> null).join();
        try {
            return going.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /** The threads; made when they are first needed. */
    private static final class Crew {
        static final ExecutorService THREADS = Executors.newFixedThreadPool(
                Math.max(FEWEST, Runtime.getRuntime().availableProcessors()), work -> {
                    Thread thread = new Thread(work, "goldpan-pictures");
                    thread.setDaemon(true);
                    return thread;
                });
    }
}

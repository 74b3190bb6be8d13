package dev.goldpan.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Pieces of work on threads of their own, one core each. Where operations are small, that is faster than all cores on one operation
 * after the other: no core waits for another inside of it.
 */
public final class SideBySide {
    private SideBySide() {}

    /**
     * Does all of {@code pieces} at the same time.
     *
     * @param pieces of the same result at any time and on any thread; what they make beside it is released
     * @return what each gave, in their order; belongs to the open scope
     */
    public static List<Tensor> run(List<Supplier<Tensor>> pieces) {
        List<Future<Tensor>> going = pieces.stream().map(piece -> Crew.THREADS.submit(() -> {
            try (Scope scope = Scope.open()) {
                return Scope.detach(piece.get());
            }
        })).toList();
        List<Tensor> done = new ArrayList<>();
        Throwable failure = null;
        for (Future<Tensor> one : going) { // all of them, also after a failure: nobody may use what the caller then releases
            try {
                done.add(ended(one));
            } catch (ExecutionException e) {
                failure = e.getCause();
            }
        }
        if (failure != null) {
            done.forEach(Tensor::close);
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
        try (Scope scope = Scope.open()) {
            return done.stream().map(tensor -> scope.keep(own(tensor))).toList();
        }
    }

    /** What {@code work} gives; an interrupt is kept for later. */
    private static <T> T ended(Future<T> work) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The same tensor in the open scope. */
    private static Tensor own(Tensor tensor) {
        Tensor owned = new Tensor(tensor);
        tensor.close();
        return owned;
    }

    /** The threads; made when they are first needed. Holds no code: a class that is being initialised lets no other thread in. */
    private static final class Crew {
        static final ExecutorService THREADS = crew();
    }

    private static ExecutorService crew() {
        int count = Engine.threads();
        ExecutorService crew = Executors.newFixedThreadPool(count, SideBySide::single);
        List<Future<?>> begun = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            begun.add(crew.submit(SideBySide::nothing));
        }
        for (Future<?> one : begun) {
            try {
                ended(one);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        Engine.threads(count); // libtorch gives threads that begin later the number that was set last, here 1
        return crew;
    }

    private static Thread single(Runnable work) {
        Thread thread = new Thread(() -> {
            Engine.threads(1);
            work.run();
        }, "goldpan-side");
        thread.setDaemon(true);
        return thread;
    }

    private static void nothing() {}
}

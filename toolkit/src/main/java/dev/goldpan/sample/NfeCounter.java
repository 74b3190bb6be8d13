package dev.goldpan.sample;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.pytorch.Tensor;

/**
 * Counts function evaluations, one per batch item. Around {@link Guidance} it counts what papers call NFE; inside it, network
 * forwards, of which guidance makes two for each.
 */
public final class NfeCounter implements Denoiser {
    private final Denoiser inner;
    private final AtomicLong evaluations = new AtomicLong();

    /** Counts what {@code inner} is asked. */
    public NfeCounter(Denoiser inner) {
        this.inner = inner;
    }

    @Override
    public Prediction predict(Tensor x, List<Level> at, Conditioning given) {
        evaluations.addAndGet(at.size());
        return inner.predict(x, at, given);
    }

    /** Evaluations so far. */
    public long count() {
        return evaluations.get();
    }
}

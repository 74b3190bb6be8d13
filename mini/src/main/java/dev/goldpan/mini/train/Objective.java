package dev.goldpan.mini.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** What one training run minimises, and over which parameters. */
public interface Objective extends AutoCloseable {
    /** The parameters by the names they have in the run's checkpoints; leaves that record gradients. */
    Map<String, Tensor> parameters();

    /**
     * What the updates depend on beside the plan, by the names that manifests and checkpoints use: what the networks began as, what they
     * are shown. A run goes on only with the same.
     */
    default Map<String, Object> settings() {
        return Map.of();
    }

    /**
     * The loss of one step.
     *
     * @param step from 0; everything that is drawn depends on it alone, so that a resumed run continues the same run
     * @return a scalar that records gradients
     */
    Tensor loss(long step);

    /** Terms that a step can be shared between: 1, or 2, since gradients of two add up to the same numbers in either order. */
    default int mostTerms() {
        return 1;
    }

    /**
     * The loss of one step as a sum whose terms may be computed at the same time, each on a thread of its own. Whatever is drawn is
     * drawn before this returns.
     *
     * @param step from 0
     * @param count terms, at most {@link #mostTerms}
     */
    default List<Supplier<Tensor>> terms(long step, int count) {
        return List.of(() -> loss(step));
    }

    /**
     * Writes the trained network as a checkpoint folder or file that the toolkit opens.
     *
     * @param trained values of {@link #parameters}
     */
    void export(Path folder, Map<String, Tensor> trained);

    @Override
    void close();
}

package dev.goldpan.guide;

import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Makes a noise better by the gradient of a loss at the first call, within InitNO's bound: one round of {@link NoiseOptimizer}.
 */
public final class NoiseDescent {
    private final Optimisable loss;
    private final FirstCall first;
    private final TokenGroups groups;
    private final NoiseOptimizer round;
    private long backwards;

    /** @param steps evaluations at most */
    NoiseDescent(Optimisable loss, FirstCall first, TokenGroups groups, int steps) {
        loss.check(groups);
        this.loss = loss;
        this.first = first;
        this.groups = groups;
        this.round = new NoiseOptimizer(1, steps, 0, NoiseOptimizer.RELEASED.bound());
    }

    /**
     * Where it led.
     *
     * @param numbers of the best noise, in the order of [1, c, h, w]
     * @param score of it, by which the papers' code compares noises; lower is better
     * @param success whether it passed the loss's test
     * @param evaluations network forwards with gradient that it took
     */
    public record Better(float[] numbers, double score, boolean success, int evaluations) {}

    /** The better noise. @param noise standard normals, [1, c, h, w] */
    public Better from(Tensor noise) {
        try (Scope scope = Scope.open()) {
            NoiseOptimizer.Found found = round.search(index -> noise, z -> {
                List<AttentionMaps> maps = first.of(z);
                return loss.evaluate(maps.get(0), groups);
            });
            backwards += found.success() ? found.evaluations() - 1 : found.evaluations();
            Tensor plain = found.noise().detach().cpu().to(ScalarType.Float).contiguous();
            float[] numbers = new float[(int) plain.numel()];
            FloatPointer data = plain.data_ptr_float();
            data.get(numbers);
            return new Better(numbers, found.score(), found.success(), found.evaluations());
        }
    }

    /** Network forwards so far, those of losses that rank noise included. */
    public long forwards() {
        return first.forwards();
    }

    /** Passes back through the network so far. */
    public long backwards() {
        return backwards;
    }
}

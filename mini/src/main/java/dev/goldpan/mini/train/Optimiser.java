package dev.goldpan.mini.train;

import dev.goldpan.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), or {@link Muon} for the matrices, and a moving average of the
 * weights (Polyak and Juditsky, 1992).
 *
 * <p>Vectors (biases, norms) are not decayed. All of its state is in {@link #state()}, so that a run continues exactly.
 */
final class Optimiser {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;
    private static final double EPS = 1e-8;
    /** Begins the names of the averaged weights in {@link #state()}. */
    static final String AVERAGE = "average.";

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final double decay;

    /** @param second null where the way is Muon's */
    private record Slot(Tensor weight, Tensor first, Tensor second, Tensor average) {}

    /**
     * @param decay decoupled weight decay
     * @param muon whether matrices between hidden layers go the way of {@link Muon}
     */
    Optimiser(Map<String, Tensor> parameters, double decay, boolean muon) {
        this.decay = decay;
        parameters.forEach((name, weight) -> {
            if (weight.requires_grad()) {
                Tensor value = weight.detach();
                Tensor second = muon && Muon.suits(name, weight) ? null : Scope.detach(torch.zeros_like(value));
                slots.put(name, new Slot(weight, Scope.detach(torch.zeros_like(value)), second, Scope.detach(value.clone())));
            }
        });
    }

    /** Scales all gradients so that their joint norm is at most {@code most}. @return the norm before */
    double clip(double most) {
        TensorVector weights = new TensorVector();
        slots.values().forEach(slot -> weights.push_back(slot.weight));
        return torch.clip_grad_norm_(weights, most);
    }

    /**
     * One update from the gradients, which are cleared.
     *
     * @param step from 0
     * @param rate learning rate
     * @param keep how much of the moving average stays
     */
    void update(long step, double rate, double keep) {
        updates(step, rate, keep).forEach(Runnable::run);
    }

    /** The parts of an update, one per parameter: in any order, or at the same time. */
    List<Runnable> updates(long step, double rate, double keep) {
        double correction1 = 1 - Math.pow(BETA1, step + 1.0);
        double correction2 = Math.sqrt(1 - Math.pow(BETA2, step + 1.0));
        return slots.values().stream().<Runnable>map(slot -> () -> {
            try (Scope scope = Scope.open()) {
                Tensor gradient = slot.weight.grad();
                Tensor value = slot.weight.detach(); // shares the numbers, records nothing
                if (value.dim() > 1) {
                    value.mul_(new Scalar(1 - rate * decay));
                }
                if (slot.second == null) {
                    value.sub_(Muon.direction(gradient, slot.first), new Scalar(rate));
                } else {
                    slot.first.lerp_(gradient, new Scalar(1 - BETA1));
                    slot.second.mul_(new Scalar(BETA2)).addcmul_(gradient, gradient, new Scalar(1 - BETA2));
                    Tensor spread = slot.second.sqrt().div_(new Scalar(correction2)).add_(new Scalar(EPS));
                    value.addcdiv_(slot.first, spread, new Scalar(-rate / correction1));
                }
                slot.average.lerp_(value, new Scalar(1 - keep));
                gradient.zero_();
            }
        }).toList();
    }

    /** Averaged weights by parameter name. */
    Map<String, Tensor> averages() {
        Map<String, Tensor> averages = new LinkedHashMap<>();
        slots.forEach((name, slot) -> averages.put(name, slot.average));
        return averages;
    }

    /** Everything a checkpoint must hold; writing into these tensors restores it. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        slots.forEach((name, slot) -> {
            state.put("weight." + name, slot.weight.detach());
            state.put("first." + name, slot.first);
            if (slot.second != null) {
                state.put("second." + name, slot.second);
            }
            state.put(AVERAGE + name, slot.average);
        });
        return state;
    }
}

package dev.goldpan.nn;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** libtorch's optional tensors, made once per layer rather than once per call. */
final class Optional {
    private Optional() {}

    /** An optional that lives as long as the process needs it; empty for null. */
    static TensorOptional of(Tensor tensor) {
        return Scope.detach(tensor == null ? new TensorOptional() : new TensorOptional(tensor));
    }
}

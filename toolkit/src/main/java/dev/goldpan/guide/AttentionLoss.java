package dev.goldpan.guide;

import org.bytedeco.pytorch.Tensor;

/** How badly one network pass attends to the subjects of a prompt; lower is better, and no other model is asked. */
public interface AttentionLoss {
    /** The name on the command line and in journals. */
    String name();

    /** Variant and slice, where there are several; empty where there is one way to compute it. */
    default String version() {
        return "";
    }

    /**
     * Whether this loss can be asked about a prompt.
     *
     * @throws IllegalArgumentException if the loss compares subjects and the prompt has one
     */
    default void check(TokenGroups groups) {}

    /**
     * The loss of one picture.
     *
     * @param maps attention of one conditional pass
     * @param groups which columns of the cross-attention are which subject
     * @return fp32 scalar [], differentiable in the maps
     * @throws IllegalArgumentException if the loss compares subjects and the prompt has one
     */
    Tensor value(AttentionMaps maps, TokenGroups groups);

    /** The number by which noises are compared: the loss, or what its authors compare instead. */
    default double compared(AttentionMaps maps, TokenGroups groups) {
        return value(maps, groups).item_double();
    }
}

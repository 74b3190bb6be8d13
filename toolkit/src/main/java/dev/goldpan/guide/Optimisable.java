package dev.goldpan.guide;

/** A loss by which its authors optimise noise: it says when a noise is good enough. */
interface Optimisable extends AttentionLoss {
    /** The loss to be differentiated, the value by which noises are compared, and whether this one is good enough. */
    NoiseOptimizer.Evaluation evaluate(AttentionMaps maps, TokenGroups groups);

    /** The value by which the release compares noises: the loss that is differentiated may leave out a part for some and not for others. */
    @Override
    default double compared(AttentionMaps maps, TokenGroups groups) {
        return evaluate(maps, groups).score();
    }
}

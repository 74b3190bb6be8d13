package dev.goldpan.guide;

/** A loss by which its authors optimise noise: it says when a noise is good enough. */
interface Optimisable extends AttentionLoss {
    /** The loss to be differentiated, the value by which noises are compared, and whether this one is good enough. */
    NoiseOptimizer.Evaluation evaluate(AttentionMaps maps, TokenGroups groups);
}

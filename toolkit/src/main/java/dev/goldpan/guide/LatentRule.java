package dev.goldpan.guide;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * When and by which loss one method moves latents on their way. Positions are iterations of the 50 that all of the papers' code takes;
 * other numbers of steps are scaled.
 */
interface LatentRule {
    /** First iteration that is left alone. */
    int until();

    /** Iterations at which latents are refined before they take their step. */
    List<Integer> refinements();

    /** The loss of the one step that every iteration takes. @param memory as {@link #remember} made it of these maps */
    Tensor step(AttentionMaps maps, Tensor memory);

    /** The loss of refinement; that of the step, where a method has only one. */
    default Tensor refinement(AttentionMaps maps, Tensor memory) {
        return step(maps, memory);
    }

    /** Whether refinement is over, or not needed. @param iteration one of {@link #refinements} */
    boolean isRefined(AttentionMaps maps, Tensor memory, int iteration);

    /** The maps with what is known of earlier ones. @param memory of the iteration before, or null */
    default AttentionMaps informed(AttentionMaps maps, Tensor memory) {
        return maps;
    }

    /** What to remember after a pass, a constant, or null. @param memory what was remembered before, or null */
    default Tensor remember(AttentionMaps maps, Tensor memory) {
        return null;
    }
}

package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Member;
import dev.goldpan.mini.lesson.PatchTruth;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A second task for a vision transformer in training: to say of every patch what is there, in which colour and style. It makes small
 * transformers learn to see from a tenth of the pictures; it is not exported.
 */
final class DenseHead implements AutoCloseable {
    private static final long MEAN = 1; // libtorch's number for it

    private final Weights weights;
    private final Linear head;
    private final int patch;

    /** @param width features per token @param patch pixels on a side of a token */
    DenseHead(long seed, int width, int patch) {
        weights = Weights.fresh(new FirstValues(seed), Device.CPU, Precision.FP32, true);
        head = new Linear(weights, width, PatchTruth.SUBJECTS + PatchTruth.COLOURS + PatchTruth.STYLES);
        this.patch = patch;
    }

    Map<String, Tensor> parameters() {
        return weights.parameters();
    }

    /** @param tokens the patches' own, [b, n, width] @param members what the pictures show */
    Tensor loss(Tensor tokens, List<Member> members) {
        PatchTruth truth = PatchTruth.of(members, patch);
        Tensor logits = head.forward(tokens).to(ScalarType.Float).flatten(0, 1); // [b n, classes]
        return part(logits, 0, PatchTruth.SUBJECTS, truth.subjects())
                .add(part(logits, PatchTruth.SUBJECTS, PatchTruth.COLOURS, truth.colours()))
                .add(part(logits, PatchTruth.SUBJECTS + PatchTruth.COLOURS, PatchTruth.STYLES, truth.styles()));
    }

    private static Tensor part(Tensor logits, long first, long count, long[] truth) {
        return torch.cross_entropy_loss(logits.narrow(1, first, count), torch.tensor(truth), new TensorOptional(), MEAN,
                PatchTruth.UNKNOWN, 0);
    }

    @Override
    public void close() {
        weights.close();
    }
}

package dev.goldpan.judge;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.GroupNorm;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Anchor-free single-stage detector: things are points (Zhou et al., 2019), with their edges as distances (Tian et al., 2019).
 *
 * <p>A residual network down to an eighth and a sixteenth of the resolution, of which the coarser one, which sees a whole thing,
 * is added to the finer one, which says where it is; one head answers everything for every cell of the finer one. Ours, with no
 * reference.
 */
public final class JudgeNetwork implements AutoCloseable {
    static final double EPS = 1e-5;
    /** Logit that is taken off every centre, so that a network at its first step sees nothing (Lin et al., 2017, section 4.1). */
    private static final double RARE = 4;

    private final JudgeConfig config;
    private final Weights weights;
    private final Conv2d stem;
    private final List<Conv2d> down = new ArrayList<>();
    private final List<List<Bottleneck>> levels = new ArrayList<>();
    private final Conv2d lateral;
    private final Bottleneck merged;
    private final GroupNorm headNorm;
    private final Conv2d head;
    private final Conv2d out;

    /**
     * The network over the tensors at {@code weights}.
     *
     * @throws IllegalArgumentException for a tensor that is missing, has another shape, or is left over
     */
    public JudgeNetwork(JudgeConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        int groups = config.normGroups();
        stem = new Conv2d(weights.at("stem"), 3, config.stem(), 3, 2, 1);
        int in = config.stem();
        for (int level = 0; level < JudgeConfig.LEVELS; level++) {
            int width = config.channels().get(level);
            down.add(new Conv2d(weights.at("levels", level, "down"), in, width, 3, 2, 1));
            List<Bottleneck> blocks = new ArrayList<>();
            for (int block = 0; block < config.blocks().get(level); block++) {
                blocks.add(new Bottleneck(weights.at("levels", level, "blocks", block), groups, width));
            }
            levels.add(blocks);
            in = width;
        }
        int width = config.channels().get(1);
        lateral = new Conv2d(weights.at("lateral"), in, width, 1);
        merged = new Bottleneck(weights.at("merged"), groups, width);
        headNorm = new GroupNorm(weights.at("head_norm"), groups, width, EPS);
        head = new Conv2d(weights.at("head"), width, width, 3);
        out = new Conv2d(weights.at("conv_out"), width, outputs().channels(), 1);
        weights.finish();
    }

    /** The shape of this network. */
    public JudgeConfig config() {
        return config;
    }

    /** Where each answer lies in {@link #forward}'s result. */
    public Outputs outputs() {
        return Outputs.of(config);
    }

    /**
     * Raw answers for every cell.
     *
     * @param image [b, 3, 128, 128], [0, 1]
     * @return [b, channels of {@link #outputs}, 16, 16], fp32
     */
    public Tensor forward(Tensor image) {
        if (image.dim() != 4 || image.size(1) != 3 || image.size(2) != JudgeConfig.SIDE || image.size(3) != JudgeConfig.SIDE) {
            throw new IllegalArgumentException("judge: expected pictures as [b, 3, 128, 128], found "
                    + Arrays.toString(image.sizes().vec().get()) + "; it knows only the bundled model's world");
        }
        try (Scope scope = Scope.open()) {
            Tensor here = image.to(weights.device().torch(), weights.precision().scalar()).contiguous(MemoryFormat.ChannelsLast);
            Tensor half = torch.relu(stem.forward(here.mul(new Scalar(2)).sub(new Scalar(1))));
            Tensor quarter = level(0, half);
            Tensor eighth = level(1, quarter);
            Tensor sixteenth = level(2, torch.relu(eighth));
            Tensor joined = merged.forward(eighth.add(doubled(lateral.forward(sixteenth))));
            Tensor features = torch.relu(head.forward(torch.relu(headNorm.forward(joined))));
            Tensor answers = out.forward(features).to(ScalarType.Float);
            answers.narrow(1, Outputs.CENTRE, 1).sub_(new Scalar(RARE));
            return scope.keep(answers);
        }
    }

    private Tensor level(int level, Tensor x) {
        Tensor at = down.get(level).forward(x);
        for (Bottleneck block : levels.get(level)) {
            at = block.forward(at);
        }
        return at;
    }

    /** Every pixel four times. */
    private static Tensor doubled(Tensor x) {
        return torch.upsample_nearest2d(x, 2 * x.size(2), 2 * x.size(3));
    }

    @Override
    public void close() {
        weights.close();
    }
}

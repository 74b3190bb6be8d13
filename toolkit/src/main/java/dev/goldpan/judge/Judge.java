package dev.goldpan.judge;

import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.SceneSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Looks at pictures and answers what a prompt asks. For evaluation only; see the package.
 *
 * <p>Each picture is seen twice, as it is and in a mirror, and the network's answers are averaged: they are then the same for both, up to
 * rounding, and surer. Answers are those of one picture alone: neither the batch it comes in nor its place there matters, up to rounding.
 */
public final class Judge implements AutoCloseable {
    private static final int GROUP = 32;
    private static final long[] ACROSS = {3};

    private final JudgeNetwork network;

    /** The judge over a network; closed with it. */
    public Judge(JudgeNetwork network) {
        this.network = network;
    }

    /**
     * The judge in {@code folder}: {@code config.json} and {@code model.safetensors}.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public static Judge open(Path folder, Device device) {
        JudgeConfig config = JudgeConfig.read(folder.resolve("config.json"));
        Weights weights = Weights.of(Safetensors.open(folder.resolve("model.safetensors")), device, Precision.FP32);
        try {
            return new Judge(new JudgeNetwork(config, weights));
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** Where answers turn. */
    public Thresholds thresholds() {
        return network.config().thresholds();
    }

    /**
     * What is to be seen in each picture, surest first.
     *
     * @param images [b, 3, 128, 128], [0, 1]
     */
    public List<List<Detection>> look(Tensor images) {
        List<List<Detection>> all = new ArrayList<>();
        for (long first = 0; first < images.size(0); first += GROUP) {
            try (Scope scope = Scope.open()) {
                Tensor group = images.narrow(0, first, Math.min(GROUP, images.size(0) - first));
                Tensor answers = answers(group).detach().cpu().contiguous();
                float[] values = new float[Math.toIntExact(answers.numel())];
                answers.data_ptr_float().get(values);
                int each = values.length / Math.toIntExact(group.size(0));
                for (int from = 0; from < values.length; from += each) {
                    all.add(Sightings.of(network.config(), Arrays.copyOfRange(values, from, from + each)));
                }
            }
        }
        return all;
    }

    /** Of the pictures and of their mirror images, [b, channels, 16, 16]. */
    private Tensor answers(Tensor images) {
        Tensor seen = network.forward(images);
        return seen.add(Outputs.mirrored(network.forward(torch.flip(images, ACROSS)))).mul(new Scalar(0.5));
    }

    /**
     * Judges each picture by what its prompt asks.
     *
     * @param images [b, 3, 128, 128], [0, 1]
     * @param asked one per picture
     */
    public List<Verdict> judge(Tensor images, List<SceneSpec> asked) {
        if (images.size(0) != asked.size()) {
            throw new IllegalArgumentException("judge: " + images.size(0) + " pictures and " + asked.size() + " prompts");
        }
        List<List<Detection>> seen = look(images);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            verdicts.add(Verdict.of(asked.get(i), seen.get(i), thresholds()));
        }
        return verdicts;
    }

    @Override
    public void close() {
        network.close();
    }
}

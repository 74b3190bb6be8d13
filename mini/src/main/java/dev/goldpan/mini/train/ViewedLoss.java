package dev.goldpan.mini.train;

import dev.goldpan.judge.JudgeNetwork;
import dev.goldpan.judge.Outputs;
import dev.goldpan.mini.viewing.Viewed;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What the judge should answer for pictures of which a viewer has said how each subject is seen, and not where: the thing that is
 * likeliest the subject answers for it, and the one that is likeliest a mixture for that (learning from bags, Dietterich et al., 1997).
 *
 * @param network the judge
 */
record ViewedLoss(JudgeNetwork network) {
    private static final double NEVER = 1e-6;

    /**
     * Cross-entropy of the answers that were given; a subject and a picture's mixtures count alike.
     *
     * @param answers of the network, [b, channels, 16, 16]
     * @param viewed one per picture
     * @return the sum over all answers
     */
    Tensor of(Tensor answers, List<Viewed> viewed) {
        ViewedTargets targets = targets(answers.detach().contiguous(), viewed);
        Tensor cells = answers.permute(0, 2, 3, 1).reshape(-1, answers.size(1)); // [b * 256, channels]
        Tensor loss = cells.sum().mul(new Scalar(0.0));
        if (!targets.there.isEmpty()) {
            Tensor logs = logs(cells, targets.there);
            loss = loss.add(logs.mul(numbers(targets.shares).view(-1, logs.size(1))).sum().neg());
        }
        if (!targets.elsewhere.isEmpty()) {
            Tensor share = logs(cells, targets.elsewhere).gather(1, indices(targets.absent).unsqueeze(1)).exp();
            loss = loss.add(torch.log(share.neg().add(new Scalar(1 + NEVER))).sum().neg());
        }
        if (!targets.mixed.isEmpty()) {
            Tensor logits = cells.index_select(0, indices(targets.mixed)).select(1, Outputs.MIXTURE);
            Tensor wanted = numbers(targets.mixtures);
            loss = loss.sub(wanted.mul(torch.log_sigmoid(logits)).sum())
                    .sub(wanted.neg().add(new Scalar(1)).mul(torch.log_sigmoid(logits.neg())).sum());
        }
        return loss;
    }

    /** @param shown the answers, contiguous */
    private ViewedTargets targets(Tensor shown, List<Viewed> viewed) {
        ViewedTargets targets = new ViewedTargets(network.config(), network.outputs().subjects());
        for (int i = 0; i < viewed.size(); i++) {
            float[] raw = new float[Math.toIntExact(shown.numel() / viewed.size())];
            shown.data_ptr_float().position((long) i * raw.length).get(raw);
            targets.add(i, raw, viewed.get(i));
        }
        return targets;
    }

    /** Logarithms of each subject's share in some cells, [places, subjects]. */
    private Tensor logs(Tensor cells, List<Long> places) {
        return torch.log_softmax(cells.index_select(0, indices(places)).narrow(1, network.outputs().subjects(),
                network.config().subjects().size()), 1);
    }

    private static Tensor indices(List<Long> values) {
        return torch.tensor(values.stream().mapToLong(Long::longValue).toArray());
    }

    private static Tensor numbers(List<Float> values) {
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        return torch.tensor(numbers);
    }
}

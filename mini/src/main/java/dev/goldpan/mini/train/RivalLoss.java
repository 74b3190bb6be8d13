package dev.goldpan.mini.train;

import dev.goldpan.mini.viewing.Rivals;
import dev.goldpan.mini.viewing.ViewedPictures;
import dev.goldpan.mini.viewing.Viewing;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * How far a verifier is from putting pictures of one prompt in the order in which viewers saw them (Bradley and Terry, 1952). Scores are a
 * function of pictures, [b, 3, 128, 128] in [-1, 1], and their captions; [b].
 *
 * @param lessons what is learned from
 * @param trials pictures of other prompts
 */
record RivalLoss(Rivals lessons, Rivals trials) {
    private static final int PAIRS = 8; // in a step
    private static final int TOGETHER = 64;

    /** Over the pictures in {@code folder}; null where that is null. */
    static RivalLoss in(Path folder) {
        return folder == null ? null : new RivalLoss(new Rivals(new ViewedPictures(Viewing.VERIFIERS.lessons(), folder)),
                new Rivals(new ViewedPictures(Viewing.VERIFIERS.trials(), folder)));
    }

    /** Of some pairs: - log sigmoid(better - worse), the mean. */
    Tensor at(long step, BiFunction<Tensor, List<String>, Tensor> scores) {
        return torch.softplus(differences(lessons.batch(Worlds.TRAINING, step, PAIRS), scores).neg()).mean();
    }

    /** How many of the trials' pairs are in the right order, in words. */
    String order(BiFunction<Tensor, List<String>, Tensor> scores) {
        long right = 0;
        for (int first = 0; first < trials.size(); first += TOGETHER) {
            try (Scope scope = Scope.open()) {
                Tensor differences = differences(trials.at(first, Math.min(TOGETHER, trials.size() - first)), scores).detach();
                right += differences.gt(new Scalar(0)).sum().item_long();
            }
        }
        return String.format(Locale.ROOT, "of %d pairs of viewed pictures of unseen prompts, in the right order %.1f %%%n", trials.size(),
                100.0 * right / trials.size());
    }

    private static Tensor differences(Rivals.Batch batch, BiFunction<Tensor, List<String>, Tensor> scores) {
        List<String> twice = new ArrayList<>(batch.prompts());
        twice.addAll(batch.prompts());
        Tensor both = scores.apply(Images.signed(torch.cat(new TensorVector(batch.better(), batch.worse()), 0)), twice);
        int count = batch.prompts().size();
        return both.narrow(0, 0, count).sub(both.narrow(0, count, count));
    }
}

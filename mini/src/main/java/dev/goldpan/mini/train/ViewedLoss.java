package dev.goldpan.mini.train;

import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.JudgeNetwork;
import dev.goldpan.judge.Outputs;
import dev.goldpan.judge.Sightings;
import dev.goldpan.mini.judge.Viewed;
import dev.goldpan.world.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
    private static final double SEEN = 0.3; // centres less sure than this are no things
    private static final double DAMAGE = 0.7; // of what is unrecognisable, as in Truth: partly anything
    private static final double NEVER = 1e-6;

    /**
     * Cross-entropy of the answers that were given; a subject and a picture's mixtures count alike.
     *
     * @param answers of the network, [b, channels, 16, 16]
     * @param viewed one per picture
     * @return the sum over all answers
     */
    Tensor of(Tensor answers, List<Viewed> viewed) {
        JudgeConfig config = network.config();
        int subjects = network.outputs().subjects();
        int count = config.subjects().size();
        Tensor cells = answers.permute(0, 2, 3, 1).reshape(-1, answers.size(1)); // [b * 256, channels]
        List<Long> there = new ArrayList<>();
        List<Float> shares = new ArrayList<>();
        List<Long> elsewhere = new ArrayList<>();
        List<Long> absent = new ArrayList<>();
        List<Long> mixed = new ArrayList<>();
        List<Float> mixtures = new ArrayList<>();
        Tensor shown = answers.detach().contiguous();
        for (int i = 0; i < viewed.size(); i++) {
            float[] raw = new float[Math.toIntExact(shown.numel() / viewed.size())];
            shown.data_ptr_float().position((long) i * raw.length).get(raw);
            Grid grid = new Grid(raw, (long) i * JudgeConfig.GRID * JudgeConfig.GRID, things(config, raw));
            List<Mention> mentions = viewed.get(i).asked().mentions();
            for (int m = 0; m < mentions.size(); m++) {
                int subject = config.subjects().indexOf(mentions.get(m).subject());
                Viewed.Sight sight = viewed.get(i).subjects().get(m);
                if (sight == Viewed.Sight.UNSURE || grid.things.isEmpty()) {
                    continue;
                }
                long place = grid.most(cell -> grid.share(subjects, count, subject, cell));
                if (sight == Viewed.Sight.ABSENT) {
                    elsewhere.add(place);
                    absent.add((long) subject);
                } else {
                    there.add(place);
                    double damage = sight == Viewed.Sight.RECOGNISABLE ? 0 : DAMAGE;
                    for (int other = 0; other < count; other++) {
                        shares.add((float) (damage / count + (other == subject ? 1 - damage : 0)));
                    }
                }
            }
            if (viewed.get(i).mixture() != null && !grid.things.isEmpty()) {
                mixed.add(grid.most(cell -> grid.at(Outputs.MIXTURE, cell)));
                mixtures.add(viewed.get(i).mixture() ? 1f : 0f);
            }
        }
        Tensor loss = cells.sum().mul(new Scalar(0.0));
        if (!there.isEmpty()) {
            loss = loss.add(logs(cells, there, subjects, count).mul(numbers(shares).view(-1, count)).sum().neg());
        }
        if (!elsewhere.isEmpty()) {
            Tensor share = logs(cells, elsewhere, subjects, count).gather(1, indices(absent).unsqueeze(1)).exp();
            loss = loss.add(torch.log(share.neg().add(new Scalar(1 + NEVER))).sum().neg());
        }
        if (!mixed.isEmpty()) {
            Tensor logits = cells.index_select(0, indices(mixed)).select(1, Outputs.MIXTURE);
            Tensor wanted = numbers(mixtures);
            loss = loss.sub(wanted.mul(torch.log_sigmoid(logits)).sum())
                    .sub(wanted.neg().add(new Scalar(1)).mul(torch.log_sigmoid(logits.neg())).sum());
        }
        return loss;
    }

    /** Logarithms of each class's share in some cells, [places, count]. */
    private static Tensor logs(Tensor cells, List<Long> places, int from, int count) {
        return torch.log_softmax(cells.index_select(0, indices(places)).narrow(1, from, count), 1);
    }

    /** Of things with a centre that is sure enough, or else the surest. */
    private static List<Integer> things(JudgeConfig config, float[] raw) {
        List<Integer> all = Sightings.places(config, raw);
        List<Integer> sure = all.stream().filter(cell -> 1 / (1 + Math.exp(-raw[cell])) >= SEEN).toList();
        return sure.isEmpty() ? all.stream().limit(1).toList() : sure;
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

    /**
     * The answers for one picture.
     *
     * @param first place of its first cell in the batch
     * @param things cells that answer for things
     */
    private record Grid(float[] raw, long first, List<Integer> things) {
        private static final int CELLS = JudgeConfig.GRID * JudgeConfig.GRID;

        double at(int channel, int cell) {
            return raw[channel * CELLS + cell];
        }

        /** Softmax of one class. */
        double share(int from, int count, int one, int cell) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.exp(at(from + i, cell) - at(from + one, cell));
            }
            return 1 / sum;
        }

        /** Place in the batch of the thing with the most of something, the surer one of equals. */
        long most(ToDoubleFunction<Integer> of) {
            int most = things.get(0);
            for (int thing : things) {
                most = of.applyAsDouble(thing) > of.applyAsDouble(most) ? thing : most;
            }
            return first + most;
        }
    }
}

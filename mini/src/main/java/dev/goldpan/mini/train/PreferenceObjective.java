package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Degradation;
import dev.goldpan.mini.lesson.Family;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.lesson.Member;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.verify.net.Blip;
import dev.goldpan.verify.net.BlipConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which picture of a family a viewer would choose for a caption (Bradley and Terry, 1952): the one it is true of, and the clean one
 * rather than the degraded one. One of five pictures for each caption is of another family altogether.
 */
final class PreferenceObjective implements Objective {
    private static final double DENSE = 0.5;
    private static final int PATCH = 16;
    private static final String NET = "net.";
    /** Pictures that each caption is shown beside. */
    private static final int CHOICES = Family.SIZE + 1;
    /** What a degradation of strength 1 costs, where a false picture costs 1. */
    private static final double UGLY = 0.8;
    /** What a picture of another family costs more. */
    private static final double STRANGE = 0.3;
    /** Smallest difference that a viewer has an opinion on. */
    private static final double SEEN = 0.15;

    private final Weights.Initial began;
    private final Blip net;
    private final DenseHead dense;
    private final LessonPictures pictures;
    private final RivalLoss rivals; // null for none
    private final ClipTokenizer tokenizer;
    private final int families;

    /**
     * A new one.
     *
     * @param more what the shape says differently
     * @param first weights that it begins with
     * @param seed of what is only there while it learns
     * @param pictures closed with this objective, as is the tokenizer
     * @param rivals pictures that were viewed; null for none
     */
    PreferenceObjective(Map<String, Object> more, Weights.Initial first, long seed, LessonPictures pictures, RivalLoss rivals,
            ClipTokenizer tokenizer, int batch) {
        this.began = first;
        BlipConfig config = BlipConfig.of(Shapes.config("preference", more));
        this.net = new Blip(config, Weights.fresh(first, Device.CPU, Precision.FP32, true));
        this.dense = new DenseHead(seed, config.vision().layers().width(), PATCH);
        this.pictures = pictures;
        this.rivals = rivals;
        this.tokenizer = tokenizer;
        this.families = Math.max(2, batch / Family.SIZE);
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> both = new LinkedHashMap<>();
        net.weights().parameters().forEach((name, value) -> both.put(NET + name, value));
        dense.parameters().forEach((name, value) -> both.put("dense." + name, value));
        return both;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(pictures.settings());
        settings.put("start", Origin.of(began));
        settings.put("viewed", rivals == null ? 0 : rivals.lessons().size());
        return settings;
    }

    @Override
    public Tensor loss(long step) {
        Lesson lesson = Lesson.of(Worlds.TRAINING, step * families, families);
        Tensor strengths = Degradation.strengths(lesson.members().size(), 0.5, 0.8);
        Tensor seen = net.see(pictures.of(lesson, strengths));
        Choices choices = Choices.of(lesson, (int) (step % (Family.SIZE - 1)) + 1, strengths);
        Tensor rewards = rewards(seen, lesson.captions(), choices.pictures(), choices.captions()).view(-1, CHOICES);
        Tensor values = Tensor.create(choices.values(), choices.values().length / CHOICES, CHOICES);
        Tensor margins = values.unsqueeze(2).sub(values.unsqueeze(1)); // [g, better, worse]
        Tensor opinions = margins.gt(new Scalar(SEEN)).to(ScalarType.Float);
        Tensor wrong = torch.softplus(rewards.unsqueeze(1).sub(rewards.unsqueeze(2))); // - log sigmoid(better - worse)
        Tensor patches = seen.narrow(1, 1, seen.size(1) - 1);
        Tensor told = wrong.mul(opinions).sum().div(opinions.sum())
                .add(dense.loss(patches, lesson.members()).mul(new Scalar(DENSE)));
        return rivals == null ? told : told.add(rivals.at(step, this::rewards));
    }

    /** Of each picture for the caption in its place. @param images [b, 3, 128, 128], [-1, 1] @return [b], fp32 */
    private Tensor rewards(Tensor images, List<String> captions) {
        long[] each = LongStream.range(0, captions.size()).toArray();
        return rewards(net.see(images), captions, each, each);
    }

    /** Rewards of pictures[i] for captions[i]. @return [n], fp32 */
    private Tensor rewards(Tensor seen, List<String> captions, long[] rows, long[] texts) {
        Tensor ids = Latents.ids(tokenizer, captions).index_select(0, torch.tensor(texts));
        return net.reward(seen.index_select(0, torch.tensor(rows)), ids, real(captions).index_select(0, torch.tensor(texts)));
    }

    /** Which ids are no padding, 1 or 0. @return [captions, 24] */
    private Tensor real(List<String> captions) {
        long[] real = new long[captions.size() * tokenizer.length()];
        for (int row = 0; row < captions.size(); row++) {
            int first = row * tokenizer.length();
            Arrays.fill(real, first, first + tokenizer.encode(captions.get(row)).kept() + 2, 1);
        }
        return torch.tensor(real).view(-1, tokenizer.length());
    }

    /**
     * Captions and the pictures that each is shown beside, {@link #CHOICES} in a row.
     *
     * @param values how well each picture serves its caption
     */
    private record Choices(long[] pictures, long[] captions, float[] values) {
        /** For each family the first caption and the one at {@code second}, where that has one. */
        static Choices of(Lesson lesson, int second, Tensor strengths) {
            List<Member> members = lesson.members();
            int count = members.size();
            Choices choices = new Choices(new long[count / Family.SIZE * 2 * CHOICES], new long[count / Family.SIZE * 2 * CHOICES],
                    new float[count / Family.SIZE * 2 * CHOICES]);
            for (int i = 0; i < choices.values.length; i++) {
                int group = i / CHOICES;
                int first = group / 2 * Family.SIZE;
                boolean other = group % 2 == 1 && members.get(first + second).captioned();
                int caption = other ? first + second : first;
                boolean strange = i % CHOICES == Family.SIZE;
                int picture = strange ? (first + Family.SIZE) % count : first + i % CHOICES;
                choices.captions[i] = caption;
                choices.pictures[i] = picture;
                choices.values[i] = (float) ((members.get(picture).fits(members.get(caption)) ? 1 : strange ? -STRANGE : 0)
                        - UGLY * strengths.select(0, picture).item_double());
            }
            return choices;
        }
    }

    /** Writes the network with the mean and deviation of its rewards over unseen pictures with their own captions. */
    @Override
    public void export(Path folder, Map<String, Tensor> trained) {
        Map<String, Tensor> weights = new HashMap<>();
        trained.forEach((name, value) -> {
            if (name.startsWith(NET)) {
                weights.put(name.substring(NET.length()), value);
            }
        });
        try (Scope scope = Scope.open()) {
            weights.forEach((name, value) -> net.weights().parameters().get(name).detach().copy_(value));
            Lesson unseen = Lesson.of(Worlds.VALIDATION, 1 << 20, 64);
            torch.manual_seed(1);
            Tensor strengths = Degradation.strengths(unseen.members().size(), 0.5, 0.8);
            Tensor seen = net.see(Degradation.of(unseen.images(), strengths)).detach();
            long[] all = LongStream.range(0, unseen.members().size()).toArray();
            Tensor rewards = rewards(seen, unseen.captions(), all, all).detach();
            VerifierFiles.write(folder, "preference", Map.of("reward_mean", rewards.mean().item_double(), "reward_std",
                    rewards.std().item_double()), Renderer.SIDE, weights, true);
            VerifierFiles.quality(folder, Examination.of(this::scores) + (rivals == null ? "" : rivals.order(this::rewards)));
        }
    }

    /** Rewards within families; other pairs are not asked for. @return [pictures, captions] */
    private Tensor scores(Lesson lesson) {
        int count = lesson.members().size();
        long[] rows = new long[count * Family.SIZE];
        long[] texts = new long[rows.length];
        long[] places = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i / Family.SIZE;
            texts[i] = i / Family.SIZE / Family.SIZE * Family.SIZE + i % Family.SIZE;
            places[i] = rows[i] * count + texts[i];
        }
        Tensor seen = net.see(lesson.images()).detach();
        Tensor rewards = rewards(seen, lesson.captions(), rows, texts).detach();
        Tensor scores = torch.zeros(count, count);
        scores.view(-1).index_copy_(0, torch.tensor(places), rewards);
        return scores;
    }

    @Override
    public void close() {
        net.close();
        dense.close();
        pictures.close();
        tokenizer.close();
    }
}

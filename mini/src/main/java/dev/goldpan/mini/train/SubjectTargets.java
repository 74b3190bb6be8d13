package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Member;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Pictures with several subjects as classes: an even distribution over what is there. */
final class SubjectTargets {
    /** How many classes there are. */
    static final int COUNT = Subject.values().length;

    private SubjectTargets() {}

    /** @return [b, subjects], fp32, rows that sum to one */
    static Tensor of(List<Member> members) {
        float[] shares = new float[members.size() * COUNT];
        for (int row = 0; row < members.size(); row++) {
            Member member = members.get(row);
            add(member.scene(), shares, row);
            if (member.through() != null) {
                add(member.through(), shares, row);
            }
        }
        Tensor counts = Tensor.create(shares, members.size(), COUNT);
        return counts.div(counts.sum(1).unsqueeze(1));
    }

    private static void add(Scene scene, float[] shares, int row) {
        for (Placed thing : scene.things()) {
            shares[row * COUNT + thing.subject().ordinal()]++;
        }
    }

    /** Cross-entropy of [b, subjects] logits to the distributions {@code wanted}. */
    static Tensor loss(Tensor logits, Tensor wanted) {
        return torch.log_softmax(logits, 1).mul(wanted).sum(1).mean().neg();
    }

    /** How often the likeliest class is one that is there, in percent. */
    static double accuracy(Tensor logits, Tensor wanted) {
        Tensor best = logits.argmax(new LongOptional(1), true);
        return 100 * wanted.gather(1, best).gt(new Scalar(0)).to(ScalarType.Float).mean().item_double();
    }

    /** The names of the classes, as transformers writes them. */
    static Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        for (Subject subject : Subject.values()) {
            names.put(Integer.toString(subject.ordinal()), subject.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }
}

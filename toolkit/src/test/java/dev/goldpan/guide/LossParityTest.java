package dev.goldpan.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.guide.TokenGroups.Subject;
import dev.goldpan.guide.TokenGroups.Word;
import dev.goldpan.nn.AttentionTap.Kind;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values and gradients of the released functions on random attention, written by reference/losses.py. */
class LossParityTest {
    private static final double RELATIVE = 5e-5;
    private static final List<String> LEAVES = List.of("cross_q", "cross_k", "self_q", "self_k");
    private static final Map<String, Integer> SIDES = Map.of("sd15", 16, "sd21", 24, "three", 16, "weak", 16);
    private static final Map<String, TokenGroups> NOUNS = Map.of("sd15", groups("2", "5"), "sd21", groups("3", "7"),
            "three", groups("2", "5", "8"), "weak", groups("2", "5"));
    private static final Map<String, TokenGroups> DESCRIBED = Map.of("sd15", groups("2", "5 6"), "sd21", groups("2 3", "6 7"),
            "three", groups("2", "5", "8"), "weak", groups("2 3", "6 7"));

    private record Given(Map<String, Tensor> leaves, AttentionMaps maps, AttentionMaps before) {}

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21", "three", "weak"})
    void attendAndExcite(String shape) {
        check(shape, "attend-excite", given -> new AttendAndExcite(Slice.INNER).value(given.maps, NOUNS.get(shape)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21", "three", "weak"})
    void initNo(String shape) {
        InitNo loss = new InitNo(Variant.CODE, Slice.INNER);
        TokenGroups groups = NOUNS.get(shape);
        check(shape, "initno", given -> loss.value(given.maps, groups));
        check(shape, "initno.cross", given -> loss.terms(given.maps, groups).cross());
        check(shape, "initno.clean", given -> loss.terms(given.maps, groups).clean());
        check(shape, "initno.conflict", given -> loss.terms(given.maps, groups).conflict());
        check(shape, "initno.refinement", given -> {
            InitNo.Terms terms = loss.terms(given.maps, groups);
            Tensor mean = InitNo.sharpened(given.before, groups, Slice.INNER).mul(new Scalar(0.9))
                    .add(InitNo.sharpened(given.maps, groups, Slice.INNER).mul(new Scalar(0.1)));
            Tensor extra = terms.clean().add(InitNo.alignment(given.maps, mean, groups, Slice.INNER)).mul(new Scalar(0.1));
            return terms.cross().add(terms.conflict()).add(extra);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21", "three", "weak"})
    void selfCross(String shape) {
        SelfCross loss = new SelfCross(SelfCross.Form.INITNO, Slice.INNER);
        check(shape, "self-cross", given -> loss.value(given.maps, NOUNS.get(shape)));
        check(shape, "self-cross.cross", given -> loss.terms(given.maps, NOUNS.get(shape)).cross());
        check(shape, "self-cross.conform", given -> new SelfCross(SelfCross.Form.CONFORM, Slice.INNER).value(given.maps, NOUNS.get(shape)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21", "three", "weak"})
    void conform(String shape) {
        Conform loss = new Conform(Conform.Fallback.SIMILARITY, true);
        check(shape, "conform.first", given -> new Conform(Conform.Fallback.ZERO, true).value(given.maps, NOUNS.get(shape)));
        check(shape, "conform.fallback", given -> loss.value(given.maps, NOUNS.get(shape)));
        if (!shape.equals("three")) {
            check(shape, "conform.attributes", given -> loss.value(given.maps, DESCRIBED.get(shape)));
        }
        check(shape, "conform", given -> loss.value(given.maps.after(given.before), DESCRIBED.get(shape)));
        check(shape, "conform.single", given -> loss.value(given.maps.after(given.before), NOUNS.get(shape)));
        check(shape, "conform.rough", given -> new Conform(Conform.Fallback.ZERO, false).value(given.maps.after(given.before),
                DESCRIBED.get(shape)));
    }

    private static void check(String shape, String name, Function<Given, Tensor> loss) {
        try (Scope scope = Scope.open(); Safetensors file = Fixtures.open("losses/" + shape + ".safetensors")) {
            Given given = given(file, SIDES.get(shape));
            Tensor value = loss.apply(given);
            double wanted = file.read(name).item_double();
            assertEquals(wanted, value.item_double(), RELATIVE * Math.abs(wanted) + 1e-7, shape + " " + name);
            if (value.requires_grad()) {
                value.backward();
            }
            for (String leaf : LEAVES) {
                Tensor actual = given.leaves.get(leaf).grad();
                String key = name + "." + leaf;
                if (file.names().contains(key)) {
                    Tensor reference = file.read(key);
                    double off = actual.sub(reference).abs().max().item_double() / reference.abs().max().item_double();
                    assertTrue(off <= RELATIVE, () -> shape + " " + key + ": gradient off by " + off);
                } else {
                    assertTrue(!actual.defined() || actual.abs().max().item_double() == 0,
                            () -> shape + " " + key + ": no gradient");
                }
            }
        }
    }

    private static Given given(Safetensors file, int side) {
        Map<String, Tensor> leaves = new LinkedHashMap<>();
        LEAVES.forEach(leaf -> leaves.put(leaf, file.read(leaf).requires_grad_(true)));
        Map<Site, Tensor> now = new LinkedHashMap<>();
        Map<Site, Tensor> before = new LinkedHashMap<>();
        for (int layer = 0; layer < 2; layer++) {
            Tensor self = attention(leaves.get("self_q"), leaves.get("self_k"), layer);
            now.put(new Site("up." + layer + ".attn1", Kind.SELF, side, side), self);
            before.put(new Site("up." + layer + ".attn1", Kind.SELF, side, side), self.detach());
            now.put(new Site("up." + layer + ".attn2", Kind.CROSS, side, side),
                    attention(leaves.get("cross_q"), leaves.get("cross_k"), layer));
            before.put(new Site("up." + layer + ".attn2", Kind.CROSS, side, side),
                    attention(file.read("before.cross_q"), file.read("before.cross_k"), layer));
        }
        return new Given(leaves, AttentionMaps.of(now).get(0), AttentionMaps.of(before).get(0));
    }

    private static Tensor attention(Tensor queries, Tensor keys, int layer) {
        Tensor scores = torch.matmul(queries.select(0, layer), keys.select(0, layer).transpose(-1, -2));
        return torch.softmax(scores, -1).unsqueeze(0); // [1, heads, queries, keys]
    }

    /** Subjects by their columns; the last column is the noun. */
    static TokenGroups groups(String... columns) {
        List<Subject> subjects = new ArrayList<>();
        for (String list : columns) {
            List<Word> words = IntStream.of(List.of(list.split(" ")).stream().mapToInt(Integer::parseInt).toArray())
                    .mapToObj(column -> new Word("word" + column, List.of(column))).toList();
            subjects.add(new Subject(words.get(words.size() - 1), words.subList(0, words.size() - 1)));
        }
        return new TokenGroups(subjects, 12);
    }
}

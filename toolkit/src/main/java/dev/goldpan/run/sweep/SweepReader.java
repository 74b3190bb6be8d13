package dev.goldpan.run.sweep;

import dev.goldpan.run.ByLoss;
import dev.goldpan.run.Workshop;
import dev.goldpan.tensor.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the spec of a sweep. Most keys are options of the command line without their dashes, and most may be lists, whose product
 * is what is done. Keys at the top hold for every part. Everything that is wrong is said at once, before anything is done.
 */
public final class SweepReader {
    private static final List<String> OF_ALL = List.of("name", "about", "parts", "include");
    /** Keys of a part. */
    static final List<String> OF_A_PART = List.of("model", "tokenizer", "unet", "vae", "device", "precision", "prediction", "prompts",
            "negative", "seed", "algorithm", "verifier", "loss", "optimise", "held-out", "verifiers", "budget", "nfe", "n", "bank", "steps",
            "search-steps", "sampler", "guidance", "guidance-rescale", "eta", "clip-skip", "size", "batch", "keep", "pair", "free-final",
            "patience", "images", "judge", "guide", "tokens", "variant", "slice", "fallback", "needs");

    private final Path base;
    private final List<String> models;
    private final Workshop workshop;
    private final Problems problems;

    private SweepReader(String where, Path base, List<String> models, Workshop workshop) {
        this.base = base;
        this.models = models;
        this.workshop = workshop;
        this.problems = new Problems(where);
    }

    /**
     * Reads {@code text}.
     *
     * @param where it is from, for messages
     * @param base folder that files are named from
     * @param models to take instead of those that it names; none for those
     * @param workshop opens what it names, to see whether that is there
     * @throws SpecErrors with everything that is wrong
     */
    public static SweepPlan read(String text, String where, Path base, List<String> models, Workshop workshop) {
        return new SweepReader(where, base, models, workshop).read(text);
    }

    private SweepPlan read(String text) {
        Node.Mapping top = named(Node.read(text, problems));
        if (top.fields().isEmpty()) {
            problems.check();
        }
        Values root = new Values(top, problems);
        String name = root.word("name", "sweep");
        String about = root.word("about", "");
        List<WorkItem> items = new ArrayList<>();
        if (top.fields().containsKey("include")) {
            root.words("include").forEach(preset -> items.addAll(included(preset)));
        } else {
            for (Node.Mapping part : parts(top)) {
                Values values = new Values(part, problems);
                if (values.has("needs")) {
                    new Lacking(values, base, workshop).check();
                } else {
                    items.addAll(new PartReader(values, base, models, workshop).items(part.equals(top) ? "" : values.word("name", "")));
                }
            }
        }
        problems.check();
        return new SweepPlan(name, about, text, ordered(merged(items)));
    }

    /** The work of another preset, its name before that of each part. What is wrong there is told with its name. */
    private List<WorkItem> included(Values.At<String> preset) {
        try {
            return read(SweepPresets.named(preset.value()), "preset " + preset.value(), base, models, workshop).items().stream()
                    .map(item -> item.within(preset.value())).toList();
        } catch (SpecErrors wrong) {
            wrong.lines().forEach(line -> problems.add(preset.line(), "include: " + line));
        } catch (IllegalArgumentException unknown) {
            problems.add(preset.line(), unknown.getMessage().replace("--preset", "include"));
        }
        return List.of();
    }

    /** The parts, each with what holds for all; the whole where there are none. */
    private List<Node.Mapping> parts(Node.Mapping top) {
        Node parts = top.fields().get("parts");
        List<Node> each = parts instanceof Node.Sequence sequence ? sequence.items() : List.of();
        check(top, Stream.concat(Stream.of(top), each.stream()).flatMap(node -> Lacking.keys(node).stream()).toList(), OF_ALL);
        if (parts == null) {
            return List.of(top);
        }
        Map<String, Node> general = new LinkedHashMap<>(top.fields());
        OF_ALL.forEach(general::remove);
        List<Node.Mapping> all = new ArrayList<>();
        if (parts instanceof Node.Sequence) {
            for (Node node : each) {
                if (node instanceof Node.Mapping part) {
                    Node.Mapping whole = named(part).over(new Node.Mapping(general, part.line()));
                    check(part, Lacking.keys(whole), List.of("name"));
                    all.add(whole);
                } else {
                    problems.add(node.line(), "parts: each has keys of its own, such as '- name: bank'");
                }
            }
        } else {
            problems.add(parts.line(), "parts: takes a list, each of which has keys of its own");
        }
        return all;
    }

    /** @param brought keys that come with what is needed @param more keys of its place */
    private void check(Node.Mapping keys, List<String> brought, List<String> more) {
        List<String> known = new ArrayList<>(more);
        known.addAll(OF_A_PART);
        known.addAll(brought);
        keys.fields().forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(value.line(), "'" + key + "' is not known; did you mean '" + Spelling.nearest(key, known) + "'? There are "
                        + String.join(", ", known));
            }
        });
    }

    /**
     * {@code loss}, as on the command line, says what {@code verifier} says: {@code a+b} ranks by mean rank. Here alone it is turned into
     * that.
     */
    private Node.Mapping named(Node.Mapping keys) {
        Node loss = keys.fields().get("loss");
        if (loss == null) {
            return keys;
        }
        if (keys.fields().containsKey("verifier")) {
            problems.add(loss.line(), "loss: says what verifier says; give one of them");
        }
        Map<String, Node> fields = new LinkedHashMap<>(keys.fields());
        fields.remove("loss");
        fields.put("verifier", verifier(loss));
        return new Node.Mapping(fields, keys.line());
    }

    private Node verifier(Node loss) {
        if (loss instanceof Node.Word word) {
            try {
                return new Node.Word(new ByLoss(word.text(), null, 0).verifier(), word.line());
            } catch (IllegalArgumentException e) {
                problems.add(word.line(), e.getMessage().replaceFirst("^--", ""));
                return word;
            }
        }
        return loss instanceof Node.Sequence all ? new Node.Sequence(all.items().stream().map(this::verifier).toList(), all.line()) : loss;
    }

    /** Each work of a part once; where losses are told something else, it is another. */
    private static List<WorkItem> merged(List<WorkItem> items) {
        Map<String, WorkItem> byAddress = new LinkedHashMap<>();
        for (WorkItem item : items) {
            byAddress.merge(item.part() + "\n" + item.run() + "\n" + item.attention(), item, WorkItem::with);
        }
        return List.copyOf(byAddress.values());
    }

    /** Models outermost, for they are slow to load, then prompts, which are read once each. */
    private static List<WorkItem> ordered(List<WorkItem> items) {
        List<Object> models = items.stream().<Object>map(item -> item.spec().model()).distinct().toList();
        List<Object> prompts = items.stream().<Object>map(item -> item.spec().prompt()).distinct().toList();
        Map<Object, Integer> places = new LinkedHashMap<>();
        models.forEach(model -> places.put(model, places.size()));
        prompts.forEach(prompt -> places.put(prompt, places.size()));
        return items.stream().sorted(Comparator.<WorkItem>comparingInt(item -> places.get(item.spec().model()))
                .thenComparingInt(item -> places.get(item.spec().prompt()))).toList();
    }
}

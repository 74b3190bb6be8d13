package dev.goldpan.run.sweep;

import dev.goldpan.run.Workshop;
import dev.goldpan.tensor.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads the spec of a sweep. Its keys are the options of the command line without their dashes; most may be lists, whose product is
 * what is done. Keys at the top hold for every part. Everything that is wrong is said at once, before anything is done.
 */
public final class SweepReader {
    private static final List<String> OF_ALL = List.of("name", "about", "parts", "include");
    /** Keys of a part. */
    static final List<String> OF_A_PART = List.of("model", "tokenizer", "device", "precision", "prediction", "prompts", "negative", "seed",
            "algorithm", "verifier", "optimise", "held-out", "verifiers", "budget", "nfe", "n", "bank", "steps", "search-steps",
            "sampler", "guidance", "guidance-rescale", "eta", "clip-skip", "size", "batch", "keep", "pair", "free-final", "patience",
            "images", "judge", "guide", "tokens", "variant", "slice", "fallback", "needs");
    private static final Map<String, String> LACKING = Map.of(
            "sit", "class-conditional transformers (SiT)",
            "pixart", "PixArt-Sigma",
            "flux", "FLUX.1");

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
        Node.Mapping top = Node.read(text, problems);
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
                if (!lacks(values)) {
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
        check(top, true);
        if (parts == null || top.fields().containsKey("needs")) {
            return List.of(top);
        }
        Map<String, Node> general = new LinkedHashMap<>(top.fields());
        OF_ALL.forEach(general::remove);
        List<Node.Mapping> all = new ArrayList<>();
        if (parts instanceof Node.Sequence sequence) {
            for (Node node : sequence.items()) {
                if (node instanceof Node.Mapping part) {
                    check(part, false);
                    all.add(part.over(new Node.Mapping(general, part.line())));
                } else {
                    problems.add(node.line(), "parts: each has keys of its own, such as '- name: bank'");
                }
            }
        } else {
            problems.add(parts.line(), "parts: takes a list, each of which has keys of its own");
        }
        return all;
    }

    private void check(Node.Mapping keys, boolean isTop) {
        List<String> known = new ArrayList<>(isTop ? OF_ALL : List.of("name"));
        known.addAll(OF_A_PART);
        if (keys.fields().containsKey("needs")) {
            return; // it may use words that are not there yet
        }
        keys.fields().forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(value.line(), "'" + key + "' is not known; did you mean '" + Spelling.nearest(key, known) + "'? There are "
                        + String.join(", ", known));
            }
        });
    }

    /** Notes what the part needs that is not there yet; nothing else is looked at then. */
    private boolean lacks(Values part) {
        List<String> lacking = new ArrayList<>();
        for (Values.At<String> need : part.words("needs")) {
            if (LACKING.containsKey(need.value())) {
                lacking.add(LACKING.get(need.value()));
            } else {
                problems.add(need.line(), "needs: '" + need.value() + "' is not known; there are " + String.join(", ",
                        new TreeSet<>(LACKING.keySet())));
            }
        }
        if (!lacking.isEmpty()) {
            problems.add(part.line("needs"), "needs " + String.join(", ", lacking) + ", which this Goldpan does not have yet");
        }
        return part.has("needs");
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

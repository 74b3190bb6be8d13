package dev.goldpan.run.sweep;

import dev.goldpan.guide.PromptSets;
import dev.goldpan.tensor.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The prompts that a spec chooses: words, a file (text with one per line, or CSV with one per row), or a set by name. Of a file or
 * set: {@code split} (tune: every fourth prompt, on which settings are chosen; report: the others, which results are told of; all),
 * and of those {@code take} many after the first {@code from}.
 */
final class PromptChoice {
    private static final Set<String> KEYS = Set.of("set", "file", "take", "from", "split");
    private static final int TUNES = 4; // every fourth prompt of a list

    private final Path base;
    private final Problems problems;
    private final List<Chosen> chosen = new ArrayList<>();

    /** @param source set or file, or empty */
    record Chosen(String text, String source, int line) {}

    private PromptChoice(Path base, Problems problems) {
        this.base = base;
        this.problems = problems;
    }

    /** What {@code node} chooses. @param base folder that files are named from */
    static List<Chosen> read(Node node, Path base, Problems problems) {
        PromptChoice choice = new PromptChoice(base, problems);
        choice.add(node);
        if (choice.chosen.isEmpty() && problems.isEmpty()) {
            problems.add(node.line(), "prompts: there are none");
        }
        return choice.chosen;
    }

    private void add(Node node) {
        if (node instanceof Node.Word word) {
            if (word.text().isBlank()) {
                problems.add(word.line(), "prompts: one is empty");
            } else {
                chosen.add(new Chosen(word.text().strip(), "", word.line()));
            }
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(this::add);
        } else if (node instanceof Node.Mapping mapping) {
            addList(mapping);
        }
    }

    private void addList(Node.Mapping mapping) {
        for (Map.Entry<String, Node> field : mapping.fields().entrySet()) {
            if (!KEYS.contains(field.getKey())) {
                problems.add(field.getValue().line(), "prompts: '" + field.getKey() + "' is not known; did you mean '"
                        + Spelling.nearest(field.getKey(), KEYS) + "'? There are set, file, take, from, split");
                return;
            }
        }
        String set = word(mapping, "set");
        String file = word(mapping, "file");
        if (set == null == (file == null)) {
            problems.add(mapping.line(), "prompts: name either a set or a file");
            return;
        }
        List<String> all = set != null ? set(set, mapping.line()) : file(file, mapping.line());
        List<String> part = split(all, mapping);
        long from = number(mapping, "from", 0, 0);
        long take = number(mapping, "take", Math.max(1, part.size() - from), 1);
        if (!part.isEmpty() && from + take > part.size()) {
            problems.add(mapping.line(), "prompts: " + take + " after the first " + from + " are not there; '" + (set != null ? set : file)
                    + "' has " + part.size() + " in this split");
            return;
        }
        part.stream().skip(from).limit(take).forEach(text -> chosen.add(new Chosen(text, set != null ? set : file, mapping.line())));
    }

    private List<String> split(List<String> all, Node.Mapping mapping) {
        String split = word(mapping, "split");
        if (split == null || split.equals("all")) {
            return all;
        } else if (!split.equals("tune") && !split.equals("report")) {
            problems.add(mapping.fields().get("split").line(), "split: '" + split + "' is not known; there are tune, report, all");
            return List.of();
        }
        return IntStream.range(0, all.size()).filter(i -> (i % TUNES == TUNES - 1) == split.equals("tune")).mapToObj(all::get).toList();
    }

    private List<String> set(String name, int line) {
        List<String> names = PromptSets.list().stream().map(PromptSets.PromptSet::name).toList();
        if (!names.contains(name)) {
            problems.add(line, "prompts: no set is called '" + name + "'; did you mean '" + Spelling.nearest(name, names) + "'? There are "
                    + String.join(", ", names));
            return List.of();
        }
        return PromptSets.show(name);
    }

    private List<String> file(String name, int line) {
        try {
            return PromptSets.read(base.resolve(name)).stream().map(String::strip).toList();
        } catch (IllegalArgumentException e) {
            problems.add(line, "prompts: " + e.getMessage());
            return List.of();
        }
    }

    private static String word(Node.Mapping mapping, String key) {
        return mapping.fields().get(key) instanceof Node.Word word ? word.text() : null;
    }

    private long number(Node.Mapping mapping, String key, long usual, long least) {
        String text = word(mapping, key);
        if (text == null) {
            return usual;
        }
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) < least) {
            problems.add(mapping.fields().get(key).line(), key + ": '" + text + "' is not possible; use a whole number from " + least);
            return usual;
        }
        return Long.parseLong(text);
    }
}

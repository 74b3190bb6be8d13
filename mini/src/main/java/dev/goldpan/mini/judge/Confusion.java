package dev.goldpan.mini.judge;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was taken for what, by name. */
final class Confusion {
    static final String MISSED = "missed";

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    void add(String truth, String answer) {
        counts.computeIfAbsent(truth, t -> new TreeMap<>()).merge(answer, 1, Integer::sum);
    }

    int total() {
        return counts.values().stream().flatMap(row -> row.values().stream()).mapToInt(n -> n).sum();
    }

    int right() {
        return counts.entrySet().stream().mapToInt(row -> row.getValue().getOrDefault(row.getKey(), 0)).sum();
    }

    /** All of it, one line per truth that occurred and one column per answer. */
    String csv() {
        List<String> answers = counts.values().stream().flatMap(row -> row.keySet().stream()).distinct().sorted().toList();
        StringBuilder text = new StringBuilder("truth," + String.join(",", answers) + "\n");
        counts.forEach((truth, row) -> {
            text.append(truth);
            answers.forEach(answer -> text.append(',').append(row.getOrDefault(answer, 0)));
            text.append('\n');
        });
        return text.toString();
    }

    /** The commonest mistakes as lines of a Markdown table: truth, answer, how often of how many. */
    String mistakes(int most) {
        record Mistake(String truth, String answer, int times, int of) {}
        return counts.entrySet().stream().flatMap(row -> {
            int of = row.getValue().values().stream().mapToInt(n -> n).sum();
            return row.getValue().entrySet().stream().filter(cell -> !cell.getKey().equals(row.getKey()))
                    .map(cell -> new Mistake(row.getKey(), cell.getKey(), cell.getValue(), of));
        }).sorted(Comparator.comparingInt(Mistake::times).reversed()).limit(most)
                .map(m -> String.format(Locale.ROOT, "| %s | %s | %d of %d |%n", m.truth, m.answer, m.times, m.of))
                .collect(Collectors.joining());
    }
}

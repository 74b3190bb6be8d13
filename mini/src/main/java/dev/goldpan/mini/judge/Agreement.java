package dev.goldpan.mini.judge;

import dev.goldpan.judge.Question;
import dev.goldpan.judge.Thresholds;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often somebody else says of generated pictures what a labeller says; only what both answered counts. */
final class Agreement {
    private static final List<Question> THREE = List.of(Question.EXISTENCE, Question.RECOGNISABILITY, Question.NOT_A_MIXTURE);
    private static final String HEAD = """
            | question | labelled yes | told | labelled no | told | agreement | 95 % interval | kappa |
            |---|---|---|---|---|---|---|---|
            """;

    private final Map<Question, Tally> tallies = new EnumMap<>(Question.class);
    private final Map<Question, List<String>> differences = new TreeMap<>();
    private final Tally three = new Tally();

    /** Of a judge with these thresholds and the labels of {@code seen}. */
    static Agreement of(List<Seen> seen, Thresholds thresholds) {
        Agreement agreement = new Agreement();
        seen.forEach(picture -> agreement.add(picture.label(), picture.answers(thresholds)));
        return agreement;
    }

    /** Of a second labeller with a first, of the same pictures in the same order. */
    static Agreement of(List<Labels> first, List<Labels> second) {
        Agreement agreement = new Agreement();
        for (int i = 0; i < first.size(); i++) {
            agreement.add(first.get(i), second.get(i).answers());
        }
        return agreement;
    }

    private void add(Labels label, Map<Question, Boolean> said) {
        for (Map.Entry<Question, Boolean> answer : label.answers().entrySet()) {
            if (said.containsKey(answer.getKey())) {
                add(label.number(), answer.getKey(), answer.getValue(), said.get(answer.getKey()));
            }
        }
        if (label.answers().keySet().containsAll(THREE) && said.keySet().containsAll(THREE)) {
            three.add(THREE.stream().allMatch(label.answers()::get), THREE.stream().allMatch(said::get));
        }
    }

    void add(int number, Question question, boolean truth, boolean said) {
        tallies.computeIfAbsent(question, q -> new Tally()).add(truth, said);
        if (truth != said) {
            differences.computeIfAbsent(question, q -> new ArrayList<>()).add(number + (truth ? " (y)" : " (n)"));
        }
    }

    /** Least accuracy over the questions that were labelled, 0 to 1. */
    double least() {
        return tallies.values().stream().mapToDouble(Tally::accuracy).min().orElse(0);
    }

    /** One row per question, and one for the first three together where anything was labelled about all of them. */
    String table() {
        String rows = tallies.entrySet().stream().map(entry -> row(name(entry.getKey()), entry.getValue()))
                .collect(Collectors.joining());
        return HEAD + rows + (three.all() == 0 ? "" : row("all three", three));
    }

    /** Numbers of the pictures that are told otherwise, with what the label says. */
    String differences() {
        return differences.entrySet().stream().map(entry -> "They differ about " + name(entry.getKey())
                + " in (with what was labelled): " + String.join(", ", entry.getValue()) + "\n").collect(Collectors.joining("\n"));
    }

    private static String row(String name, Tally tally) {
        return String.format(Locale.ROOT, "| %s | %s | %s | %s |%n", name, tally.cells(), tally.interval(),
                Double.isNaN(tally.kappa()) ? "" : String.format(Locale.ROOT, "%.2f", tally.kappa()));
    }

    private static String name(Question question) {
        return question.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

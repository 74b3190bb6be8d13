package dev.goldpan.mini.judge;

import dev.goldpan.judge.Judge;
import dev.goldpan.judge.Question;
import dev.goldpan.judge.Verdict;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often a judge says of generated pictures what a person says. */
public final class Agreement {
    private final Map<Question, Tally> tallies = new EnumMap<>(Question.class);
    private final Map<Question, List<String>> differences = new TreeMap<>();
    private final Tally three = new Tally();
    private int pictures;

    private Agreement() {}

    /**
     * Compares.
     *
     * @param labels file filled in by a person
     * @param folder of the pictures it is about
     * @throws IllegalArgumentException if a picture is not the one that was labelled
     */
    public static Agreement of(Judge judge, Path labels, Path folder) {
        Agreement agreement = new Agreement();
        try {
            for (Labels label : Labels.read(labels)) {
                Labels.Pictured pictured = Labels.Pictured.read(folder.resolve(label.file()));
                if (!pictured.hash().equals(label.pixels())) {
                    throw new IllegalArgumentException(label.file() + ": is not the picture that was labelled; label it again");
                }
                try (Scope scope = Scope.open()) {
                    agreement.add(label, judge.judge(Images.tensor(pictured.picture()), List.of(pictured.asked())).get(0));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(labels + ": cannot be read", e);
        }
        return agreement;
    }

    private void add(Labels label, Verdict verdict) {
        pictures++;
        label.answers().forEach((question, truth) -> {
            tallies.computeIfAbsent(question, q -> new Tally()).add(truth, verdict.holds(question));
            if (truth != verdict.holds(question)) {
                differences.computeIfAbsent(question, q -> new ArrayList<>()).add(label.number() + (truth ? " (y)" : " (n)"));
            }
        });
        List<Question> asked = List.of(Question.EXISTENCE, Question.RECOGNISABILITY, Question.NOT_A_MIXTURE);
        if (label.answers().keySet().containsAll(asked)) {
            three.add(asked.stream().allMatch(label.answers()::get), verdict.allThree());
        }
    }

    /** Least accuracy over the questions that were labelled, 0 to 1. */
    public double least() {
        return tallies.values().stream().mapToDouble(Tally::accuracy).min().orElse(0);
    }

    /** Writes a table with the numbers of the pictures on which they differ. */
    public void write(Path file) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, """
                # Agreement of the judge with a person on %d generated pictures

                | question | said yes | judge too | said no | judge too | all | kappa |
                |---|---|---|---|---|---|---|
                """, pictures));
        tallies.forEach((question, tally) -> text.append(row(name(question), tally)));
        text.append(row("all three", three)).append('\n');
        differences.forEach((question, numbers) -> text.append("They differ about ").append(name(question))
                .append(" in (with what the person said): ").append(String.join(", ", numbers)).append("\n\n"));
        try {
            Files.writeString(file, text.toString().stripTrailing() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    private static String row(String name, Tally tally) {
        return String.format(Locale.ROOT, "| %s | %s | %.2f |%n", name, tally.cells(), tally.kappa());
    }

    private static String name(Question question) {
        return question.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

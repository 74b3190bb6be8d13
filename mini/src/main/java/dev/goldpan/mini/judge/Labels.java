package dev.goldpan.mini.judge;

import dev.goldpan.judge.Question;
import dev.goldpan.mini.viewing.Pictured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a labeller says about generated pictures: a CSV file with one line per picture and one column per question, of {@code y},
 * {@code n}, {@code -} where the prompt does not ask it, or nothing where it is hard to say.
 *
 * @param number on the contact sheets, from 1
 * @param sketch of the picture, {@link Pictured#sketch}, so that labels are never taken for those of another
 * @param answers only what was answered with y or n
 */
record Labels(int number, String file, String sketch, String prompt, Map<Question, Boolean> answers) {
    private static final String FIRST = "number,file,sketch,";
    private static final int BEFORE = 3;

    /** Writes a file to be filled in, for these pictures. */
    static void template(Path csv, List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder(FIRST + Arrays.stream(Question.values()).map(Labels::column)
                .collect(Collectors.joining(",")) + ",prompt\n");
        for (int i = 0; i < files.size(); i++) {
            Pictured pictured = Pictured.read(files.get(i));
            text.append(i + 1).append(',').append(files.get(i).getFileName()).append(',').append(pictured.sketch()).append(',');
            for (Question question : Question.values()) {
                text.append(question.isAsked(pictured.asked()) ? "," : "-,");
            }
            text.append(pictured.prompt()).append('\n');
        }
        Files.writeString(csv, text);
    }

    private static String column(Question question) {
        return question.name().toLowerCase(Locale.ROOT);
    }

    /** Reads a file that was filled in. @throws IllegalArgumentException naming the line and what is allowed */
    static List<Labels> read(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        List<Labels> labels = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] field = lines.get(i).split(",", BEFORE + Question.values().length + 1);
            if (field.length != BEFORE + Question.values().length + 1) {
                throw new IllegalArgumentException(csv + ", line " + (i + 1) + ": has " + field.length + " fields; expected "
                        + lines.get(0));
            }
            Map<Question, Boolean> answers = new EnumMap<>(Question.class);
            for (Question question : Question.values()) {
                switch (field[BEFORE + question.ordinal()].strip()) {
                    case "y" -> answers.put(question, true);
                    case "n" -> answers.put(question, false);
                    case "-", "" -> { }
                    default -> throw new IllegalArgumentException(csv + ", line " + (i + 1) + ": " + column(question) + " is '"
                            + field[BEFORE + question.ordinal()] + "'; allowed are y, n, - and nothing");
                }
            }
            labels.add(new Labels(Integer.parseInt(field[0]), field[1], field[2], field[field.length - 1], answers));
        }
        return labels;
    }

    /**
     * What both say.
     *
     * @throws IllegalArgumentException if they are not of the same pictures in the same order
     */
    static List<Labels> agreed(List<Labels> first, List<Labels> second) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException("labels: " + first.size() + " and " + second.size() + " pictures; take labels of the same");
        }
        List<Labels> agreed = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Labels one = first.get(i);
            Labels two = second.get(i);
            if (!one.file.equals(two.file) || !one.sketch.equals(two.sketch)) {
                throw new IllegalArgumentException("labels: line " + (i + 2) + " is about " + one.file + " and another " + two.file
                        + "; take labels of the same pictures");
            }
            Map<Question, Boolean> same = new EnumMap<>(one.answers);
            same.entrySet().removeIf(answer -> !answer.getValue().equals(two.answers.get(answer.getKey())));
            agreed.add(new Labels(one.number, one.file, one.sketch, one.prompt, same));
        }
        return agreed;
    }
}

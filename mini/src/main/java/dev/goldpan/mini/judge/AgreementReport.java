package dev.goldpan.mini.judge;

import dev.goldpan.judge.Judge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a judge and one or two labellers agree about generated pictures, as a page. */
public final class AgreementReport {
    private final StringBuilder page = new StringBuilder();
    private final Agreement first;

    /**
     * Compares.
     *
     * @param folder of the pictures
     * @param labels file of labels
     * @param second of a second labeller who saw the same pictures; null for none
     * @throws IllegalArgumentException if many pictures are not those that were labelled, or the two files are of other pictures
     */
    public AgreementReport(Judge judge, Path folder, Path labels, Path second) {
        try {
            List<Labels> one = Labels.read(labels);
            List<Seen> seen = Seen.all(judge, one, folder);
            first = Agreement.of(seen, judge.thresholds());
            page.append("# Agreement of the judge with labels on ").append(seen.size()).append(" generated pictures\n");
            if (seen.size() < one.size()) {
                page.append("\nOf ").append(one.size())
                        .append(" labelled, the others came out differently on this processor and are left out.\n");
            }
            add("The judge and the labels", first, true);
            if (second == null) {
                add("With thresholds chosen on one half and measured on the other", new Refit(judge.thresholds()).crossed(seen), false);
            } else {
                compare(judge, folder, one, Labels.read(second));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(labels + ": cannot be read", e);
        }
    }

    private void compare(Judge judge, Path folder, List<Labels> one, List<Labels> two) {
        List<Labels> agreed = Labels.agreed(one, two);
        List<Seen> seen = Seen.all(judge, agreed, folder);
        add("The second labels and the first", Agreement.of(one, two), true);
        add("The judge and the second labels", Agreement.of(Seen.all(judge, two, folder), judge.thresholds()), true);
        add("The judge where both labels say the same", Agreement.of(seen, judge.thresholds()), false);
        add("The same, with thresholds chosen on one half and measured on the other", new Refit(judge.thresholds()).crossed(seen), false);
    }

    private void add(String heading, Agreement agreement, boolean differences) {
        page.append("\n## ").append(heading).append("\n\n").append(agreement.table());
        if (differences && !agreement.differences().isEmpty()) {
            page.append('\n').append(agreement.differences());
        }
    }

    /** Least agreement of the judge with the first labels over the questions, 0 to 1. */
    public double least() {
        return first.least();
    }

    /** Writes the page. */
    public void write(Path file) {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }
}

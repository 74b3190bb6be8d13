package dev.goldpan.report;

import dev.goldpan.report.BankCurves.Pair;
import dev.goldpan.report.LossOrder.Agreement;
import dev.goldpan.stats.Interval;
import dev.goldpan.stats.Plateau;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What losses of attention choose from the banks of one model and setting (arXiv 2506.12633): the judge's answers against N as the paper
 * counts, the plateau, and how far each loss orders noises as the judge does; an external verifier stands beside them.
 */
final class LossPanel {
    private static final int[] PAPER = {1, 2, 5, 10, 20, 50, 100, 200, 300};
    private static final double PER_CENT = 100;

    private final String title;
    private final BankCurves curves;
    private final Set<String> choosing = new LinkedHashSet<>();

    /** @param curves that are computed, with losses */
    LossPanel(String title, BankCurves curves) {
        this.title = title;
        this.curves = curves;
        choosing.addAll(curves.losses());
        curves.selectors().stream().filter(name -> !name.equals(BankCurves.ALL)).findFirst().ifPresent(choosing::add);
    }

    private int[] places() {
        return IntStream.range(0, curves.grid().length).filter(place -> Arrays.binarySearch(PAPER, curves.grid()[place]) >= 0
                || place == curves.grid().length - 1).toArray();
    }

    private static String shown(String selector) {
        return selector.replaceFirst("^ensemble:", "");
    }

    /** One chart for each of the judge's answers: a line for each loss, and the verifier. */
    List<Plot> charts() {
        double[] x = Arrays.stream(curves.grid()).asDoubleStream().toArray();
        return curves.answers().stream().map(answer -> new Plot(stem(answer), "Best of N without a verifier, measured by " + answer, "N",
                answer, choosing.stream().map(selector -> new Plot.Line("chosen by " + shown(selector), x,
                        IntStream.range(0, x.length).mapToObj(place -> curves.mean(new Pair(selector, answer), place))
                                .toArray(Interval[]::new))).toList())).toList();
    }

    private String stem(String what) {
        return Plot.fileName(title + "-losses-" + what);
    }

    /** Answers against N, and rank correlations with the judge, overall and prompt by prompt. */
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        curves.answers().forEach(answer -> tables.add(againstN(answer)));
        if (!curves.answers().isEmpty()) {
            tables.add(overall());
            curves.answers().forEach(answer -> tables.add(byPrompt(answer)));
        }
        return tables;
    }

    private Table againstN(String answer) {
        Reading reading = curves.reading(answer);
        List<String> header = new ArrayList<>(List.of("chosen by", "N = 0"));
        Arrays.stream(places()).forEach(place -> header.add("N = " + curves.grid()[place]));
        header.addAll(List.of("largest gain", "plateau"));
        List<List<String>> rows = new ArrayList<>();
        for (String selector : choosing) {
            Pair pair = new Pair(selector, answer);
            Plateau plateau = curves.plateau(pair);
            List<String> row = new ArrayList<>(List.of(shown(selector), reading.of(curves.mean(pair, 0))));
            Arrays.stream(places()).forEach(place -> row.add(reading.of(curves.mean(pair, place))));
            row.add(reading.gain(plateau.gain()));
            row.add(BankPanel.plateau(plateau));
            rows.add(row);
            if (curves.selectors().contains(selector)) {
                rows.add(atEqualForwards(pair, reading));
            }
        }
        String note = "%d prompts, %d noises each; nothing but noise is chosen, and every picture is made in the same way. N counts"
                + " evaluations of the loss: 0 is the plain seed, and one noise that is looked at is that seed too. A loss takes one"
                + " pass of the network for each N, a verifier a whole picture; below it stands what it chooses from as many pictures as"
                + " there are forwards for, if losses have one for each N and those of the picture in the end. Ensembles choose by mean rank."
                + " Plateau: the smallest N with %.0f %% of the largest gain; none where no gain can be shown.";
        return new Table("Best of N without a verifier, measured by " + answer, String.format(Locale.ROOT, note, curves.prompts(),
                curves.grid()[curves.grid().length - 1], PER_CENT * Plateau.SHARE), header, rows);
    }

    /** A verifier, of as many pictures as N evaluations of a loss and the picture that is made after them have forwards for. */
    private List<String> atEqualForwards(Pair pair, Reading reading) {
        List<String> row = new ArrayList<>(List.of(shown(pair.selector()) + " for as many forwards", reading.of(curves.mean(pair, 0))));
        Arrays.stream(places()).forEach(place -> {
            int pictures = Math.max(1, (int) (curves.grid()[place] / curves.forwards() + 1 + 1e-9));
            row.add(reading.of(curves.mean(pair, curves.place(pictures))) + " of " + curves.grid()[curves.place(pictures)]);
        });
        row.addAll(List.of("", ""));
        return row;
    }

    private Table overall() {
        Map<Pair, Agreement> together = curves.order().together(choosing, curves.answers());
        List<List<String>> rows = new ArrayList<>();
        together.forEach((pair, agreement) -> rows.add(List.of(shown(pair.selector()) + " with " + pair.measure(),
                BankPanel.correlation(curves.over(curves.associations(pair, one -> one.spearman()))),
                BankPanel.correlation(curves.over(curves.associations(pair, one -> one.kendall()))),
                BankPanel.correlation(agreement.spearman()), BankPanel.correlation(agreement.kendall()))));
        return new Table("How far losses order noises as the judge does", "Rank correlations of minus the loss with the judge's answer: the"
                + " mean over prompts of those among a prompt's noises (95 % bootstrap intervals over prompts), and those among all noises"
                + " together (95 % jackknife intervals over prompts; ranks of an ensemble are those within a prompt).",
                List.of("", "Spearman within prompts", "Kendall tau-b within prompts", "Spearman, all together",
                        "Kendall tau-b, all together"), rows);
    }

    private Table byPrompt(String answer) {
        List<String> header = new ArrayList<>(List.of("prompt"));
        choosing.forEach(selector -> header.addAll(List.of(shown(selector) + ", Spearman", shown(selector) + ", Kendall")));
        List<List<String>> rows = new ArrayList<>();
        for (String prompt : curves.names()) {
            Map<Pair, Agreement> found = curves.order().of(prompt, choosing, Set.of(answer));
            List<String> row = new ArrayList<>(List.of(prompt.substring(prompt.indexOf('\n') + 1)));
            found.values().forEach(agreement -> row.addAll(List.of(BankPanel.correlation(agreement.spearman()),
                    BankPanel.correlation(agreement.kendall()))));
            rows.add(row);
        }
        return new Table("The same by prompt, with " + answer, "95 % jackknife intervals over the prompt's noises; none where all of its"
                + " pictures have the same answer.", header, rows);
    }
}

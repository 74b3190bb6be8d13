package dev.goldpan.report;

import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.WorkItem;
import dev.goldpan.stats.Interval;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sections of one preset about the same prompts in one picture, at equal compute: more steps beside search (arXiv 2501.09732, Fig. 1),
 * several scales of guidance (Fig. 4), a small model with search beside a larger one (Fig. 11, Table 4).
 */
final class ComputePanel {
    private static final int FEWEST_EFFORTS = 3; // that make a line of single draws

    private final String title;
    private final List<Section> sections = new ArrayList<>();

    /** What a section has for others to be drawn beside. */
    interface Curves {
        /** Names of what chooses. */
        Set<String> selectors();

        /** Names of what is measured. */
        Set<String> measures();

        /** Prompts that all of it is about. */
        Set<String> about();

        /** What {@code selector} chooses, measured by {@code measure}: a line for each way of searching over the NFE of one search. */
        List<Plot.Line> lines(String selector, String measure);

        /** Mean of one draw; null where there is none. */
        Interval draw(String measure);
    }

    /**
     * One section.
     *
     * @param name what it is called in the legend
     * @param model that pictures are of
     * @param steps of one draw
     * @param gigaflops of one evaluation; NaN where the model is not at hand
     */
    record Section(Curves curves, String name, String model, int steps, double gigaflops) {
        /** The section of which {@code item} is one. */
        static Section of(Curves curves, String name, WorkItem item) {
            return new Section(curves, name, item.spec().model().model(), item.spec().settings().steps(), gigaflops(item.spec()));
        }

        private static double gigaflops(Spec spec) {
            try {
                return spec.model().open().gigaflops(spec.settings());
            } catch (IllegalArgumentException | UncheckedIOException gone) {
                return Double.NaN; // the sweep was made where its checkpoint was
            }
        }

        private Stream<Plot.Line> lines(String selector, String measure, boolean isByNfe) {
            return curves.lines(selector, measure).stream().filter(line -> line.x().length > 1).map(line -> new Plot.Line(
                    name + ", " + line.label(), Arrays.stream(line.x()).map(x -> isByNfe ? x : x * gigaflops).toArray(), line.y()));
        }
    }

    ComputePanel(String title) {
        this.title = title;
    }

    /** Takes a section in. */
    void add(Section section) {
        sections.add(section);
    }

    String title() {
        return title;
    }

    /** Whether there is nothing to compare. */
    boolean isEmpty() {
        return sections.size() < 2;
    }

    /** Whether evaluations are alike: of one model, or of models of which nothing more is known. */
    private boolean isByNfe() {
        return sections.stream().map(Section::model).distinct().count() == 1
                || sections.stream().anyMatch(section -> Double.isNaN(section.gigaflops));
    }

    /** A chart for each measure and each of what chooses. */
    List<Plot> charts() {
        Set<String> selectors = new LinkedHashSet<>();
        Set<String> measures = new LinkedHashSet<>();
        sections.forEach(section -> {
            selectors.addAll(section.curves.selectors());
            measures.addAll(section.curves.measures());
        });
        List<Plot> charts = new ArrayList<>();
        for (String selector : selectors) {
            for (String measure : measures) {
                List<Plot.Line> lines = new ArrayList<>();
                sections.forEach(section -> section.lines(selector, measure, isByNfe()).forEach(lines::add));
                draws(measure).ifPresent(lines::add);
                if (lines.size() > 1) {
                    charts.add(new Plot(Plot.fileName(title + "-compute-" + selector + "-" + measure), "Chosen by " + selector
                            + ", measured by " + measure, isByNfe() ? "NFE" : "GFLOP of the denoiser", measure, lines));
                }
            }
        }
        return charts;
    }

    /** One draw in more and more steps, where sections differ in them. */
    private Optional<Plot.Line> draws(String measure) {
        Map<Integer, Interval> points = new TreeMap<>();
        sections.stream().filter(section -> isByNfe() && section.curves.draw(measure) != null)
                .forEach(section -> points.putIfAbsent(section.steps, section.curves.draw(measure)));
        return points.size() < FEWEST_EFFORTS ? Optional.empty() : Optional.of(new Plot.Line("one draw, more steps",
                points.keySet().stream().mapToDouble(Integer::doubleValue).toArray(), points.values().toArray(Interval[]::new)));
    }
}

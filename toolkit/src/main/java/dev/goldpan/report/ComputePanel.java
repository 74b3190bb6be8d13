package dev.goldpan.report;

import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.WorkItem;
import dev.goldpan.stats.Interval;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

        /** Prompts that all of it is about, each after its source and a line's end. */
        Set<String> about();

        /** What {@code selector} chooses, measured by {@code measure}: a line for each way of searching over the NFE of one search. */
        List<Plot.Line> lines(String selector, String measure);

        /** Mean of one draw; null where there is none. */
        Interval draw(String measure);
    }

    /** What compute is counted in, coarsest first. */
    private enum Unit {
        NFE("NFE"), FORWARDS("forwards of the network"), GIGAFLOPS("GFLOP of the denoiser");

        private final String axis;

        Unit(String axis) {
            this.axis = axis;
        }
    }

    /**
     * One section.
     *
     * @param name what it is called in the legend
     * @param model that pictures are of
     * @param way in which pictures are made, but for their steps
     * @param draw evaluations charged for one draw
     * @param forwards of the network for one evaluation
     * @param gigaflops of one evaluation; NaN where the model is not at hand
     */
    record Section(Curves curves, String name, String model, String way, double draw, double forwards, double gigaflops) {
        /** The section of which {@code item} is one. */
        static Section of(Curves curves, String name, WorkItem item) {
            Spec spec = item.spec();
            Settings settings = spec.settings();
            int passes = settings.guidance() > 1 ? 2 : 1;
            double charged = passes == 1 ? 1 : spec.budget().pair(); // of one call
            List<String> way = new ArrayList<>(Titles.ways(item));
            way.add("guidance " + settings.guidance());
            way.add(settings.attention().guide() == null ? "" : "guided by " + settings.attention().guide());
            String told = way.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
            try {
                StableDiffusion model = spec.model().open();
                return new Section(curves, name, spec.model().model(), told, model.calls(settings) * charged, passes / charged,
                        model.gigaflops(settings) / charged);
            } catch (IllegalArgumentException | UncheckedIOException gone) { // the sweep was made where its checkpoint was
                return new Section(curves, name, spec.model().model(), told, settings.steps() * charged, passes / charged, Double.NaN);
            }
        }

        private double in(Unit unit) {
            return unit == Unit.NFE ? 1 : unit == Unit.FORWARDS ? forwards : gigaflops;
        }

        private Stream<Plot.Line> lines(String selector, String measure, Unit unit) {
            return curves.lines(selector, measure).stream().filter(line -> line.x().length > 1).map(line -> new Plot.Line(
                    name + ", " + line.label(), Arrays.stream(line.x()).map(x -> x * in(unit)).toArray(), line.y()));
        }
    }

    ComputePanel(String title) {
        this.title = title;
    }

    /** What a panel of {@code preset} is called. @param about its prompts, each after its source and a line's end */
    static String name(String preset, Set<String> about) {
        String sources = about.stream().map(prompt -> prompt.replaceFirst("\n.*", "")).filter(source -> !source.isEmpty()).distinct()
                .sorted().collect(Collectors.joining(" and "));
        return sources.isEmpty() ? preset : preset + ", " + sources;
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

    /** Evaluations, where all are alike, or where of different models nothing more is known. */
    private Unit unit() {
        if (sections.stream().map(Section::model).distinct().count() > 1 && sections.stream().noneMatch(s -> Double.isNaN(s.gigaflops))) {
            return Unit.GIGAFLOPS;
        }
        return sections.stream().map(Section::forwards).distinct().count() > 1 ? Unit.FORWARDS : Unit.NFE;
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
                sections.forEach(section -> section.lines(selector, measure, unit()).forEach(lines::add));
                lines.addAll(draws(measure));
                if (lines.size() > 1) {
                    charts.add(new Plot(Plot.fileName(title + "-compute-" + selector + "-" + measure), "Chosen by " + selector
                            + ", measured by " + measure, unit().axis, measure, lines));
                }
            }
        }
        return charts;
    }

    /** One draw in more and more steps, for each way of making it in which sections differ in them. */
    private List<Plot.Line> draws(String measure) {
        Map<String, Map<Double, Interval>> ways = new LinkedHashMap<>();
        for (Section section : sections) {
            Interval draw = section.curves.draw(measure);
            if (draw != null) {
                ways.computeIfAbsent(section.way, key -> new TreeMap<>()).putIfAbsent(section.draw * section.in(unit()), draw);
            }
        }
        ways.values().removeIf(points -> points.size() < FEWEST_EFFORTS);
        return ways.entrySet().stream().map(way -> new Plot.Line("one draw, more steps" + (ways.size() == 1 ? "" : ", " + way.getKey()),
                way.getValue().keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                way.getValue().values().toArray(Interval[]::new))).toList();
    }
}

package dev.goldpan.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.report.ComputePanel.Section;
import dev.goldpan.stats.Interval;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComputePanelTest {
    private static final Interval POINT = new Interval(0.5, 0.4, 0.6);

    /** A section of one draw and, where {@code nfe} has several, of a search. */
    private record Fake(double... nfe) implements ComputePanel.Curves {
        @Override
        public Set<String> selectors() {
            return Set.of("clip");
        }

        @Override
        public Set<String> measures() {
            return Set.of("existence");
        }

        @Override
        public Set<String> about() {
            return Set.of("a cat");
        }

        @Override
        public List<Plot.Line> lines(String selector, String measure) {
            return List.of(new Plot.Line("random", nfe, Collections.nCopies(nfe.length, POINT).toArray(Interval[]::new)));
        }

        @Override
        public Interval draw(String measure) {
            return POINT;
        }
    }

    private static Section section(String name, String model, double draw, double forwards, double gigaflops, double... nfe) {
        return new Section(new Fake(nfe), name, model, "as usual", draw, forwards, gigaflops);
    }

    private static Plot only(ComputePanel panel) {
        List<Plot> charts = panel.charts();
        assertEquals(1, charts.size());
        return charts.get(0);
    }

    private static void counts(String unit, ComputePanel panel, double[] first, double[] second) {
        Plot chart = only(panel);
        assertEquals(unit, chart.across());
        assertArrayEquals(first, chart.lines().get(0).x());
        assertArrayEquals(second, chart.lines().get(1).x());
    }

    @Test
    void moreStepsStandBesideSearch() {
        ComputePanel panel = new ComputePanel("fig1");
        panel.add(section("20 steps", "mini", 20, 2, 1, 20));
        assertTrue(panel.isEmpty());
        panel.add(section("4 steps", "mini", 4, 2, 1, 4));
        panel.add(section("search", "mini", 10, 2, 1, 10, 20, 40));
        Plot chart = only(panel);
        assertEquals("NFE", chart.across());
        assertEquals(List.of("search, random", "one draw, more steps"), chart.lines().stream().map(Plot.Line::label).toList());
        assertArrayEquals(new double[] {4, 10, 20}, chart.lines().get(1).x());
    }

    @Test
    void modelsOfTwoSizesAreComparedByTheirWork() {
        ComputePanel panel = new ComputePanel("fig11");
        panel.add(section("larger", "mini", 10, 2, 8, 10, 20));
        panel.add(section("small", "mini-small", 10, 2, 2, 10, 20));
        counts("GFLOP of the denoiser", panel, new double[] {80, 160}, new double[] {20, 40});
    }

    @Test
    void withoutAModelEvaluationsAreLeft() {
        ComputePanel panel = new ComputePanel("fig11");
        panel.add(section("larger", "gone", 10, 2, Double.NaN, 10, 20));
        panel.add(section("small", "mini-small", 10, 2, 2, 10, 20));
        assertEquals("NFE", only(panel).across());
    }

    @Test
    void whereGuidanceDiffersForwardsAreCounted() {
        ComputePanel panel = new ComputePanel("fig4");
        panel.add(section("guidance 1", "mini", 10, 1, 1, 10, 20));
        panel.add(section("guidance 2", "mini", 10, 2, 2, 10, 20));
        counts("forwards of the network", panel, new double[] {10, 20}, new double[] {20, 40});
    }
}

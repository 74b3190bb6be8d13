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

    private static Plot only(ComputePanel panel) {
        List<Plot> charts = panel.charts();
        assertEquals(1, charts.size());
        return charts.get(0);
    }

    @Test
    void moreStepsStandBesideSearch() {
        ComputePanel panel = new ComputePanel("fig1");
        panel.add(new Section(new Fake(20), "20 steps", "mini", 20, 1));
        assertTrue(panel.isEmpty());
        panel.add(new Section(new Fake(4), "4 steps", "mini", 4, 1));
        panel.add(new Section(new Fake(10, 20, 40), "search", "mini", 10, 1));
        Plot chart = only(panel);
        assertEquals("NFE", chart.across());
        assertEquals(List.of("search, random", "one draw, more steps"), chart.lines().stream().map(Plot.Line::label).toList());
        assertArrayEquals(new double[] {4, 10, 20}, chart.lines().get(1).x());
    }

    @Test
    void modelsOfTwoSizesAreComparedByTheirWork() {
        ComputePanel panel = new ComputePanel("fig11");
        panel.add(new Section(new Fake(10, 20), "larger", "mini", 10, 8));
        panel.add(new Section(new Fake(10, 20), "small", "mini-small", 10, 2));
        Plot chart = only(panel);
        assertEquals("GFLOP of the denoiser", chart.across());
        assertArrayEquals(new double[] {80, 160}, chart.lines().get(0).x());
        assertArrayEquals(new double[] {20, 40}, chart.lines().get(1).x());
    }

    @Test
    void withoutAModelEvaluationsAreLeft() {
        ComputePanel panel = new ComputePanel("fig11");
        panel.add(new Section(new Fake(10, 20), "larger", "gone", 10, Double.NaN));
        panel.add(new Section(new Fake(10, 20), "small", "mini-small", 10, 2));
        assertEquals("NFE", only(panel).across());
    }
}

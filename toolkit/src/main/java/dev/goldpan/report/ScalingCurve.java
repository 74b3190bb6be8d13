package dev.goldpan.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.run.Batch;
import dev.goldpan.run.Entry;
import dev.goldpan.run.SearchRun;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Outlook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The best finished picture of a search over what was spent by then; the best noise, where noises alone were looked at.
 *
 * @param points one after each batch
 * @param running best so far after each candidate: evaluations of the denoiser by then, those of a batch shared out evenly, and score
 * @param expected mean best of 1, 2, ... pictures, drawn from all of the search (order statistics), where they are independent; else
 *     empty
 * @param calls of the denoiser for one picture
 */
record ScalingCurve(List<Point> points, List<double[]> running, List<Double> expected, int calls) {
    /**
     * How a search stood.
     *
     * @param candidates looked at
     * @param spent by then
     * @param best score of a finished picture; negative infinity where there is none, or where an ensemble steers, whose ranks change
     */
    record Point(int candidates, Cost spent, double best) {}

    static ScalingCurve of(SearchRun run) {
        List<Point> points = new ArrayList<>();
        List<String> members = run.spec().steering();
        List<Batch> batches = run.records().journal().batches().stream().filter(batch -> !batch.isFinal()).toList();
        boolean byNoise = batches.stream().flatMap(batch -> batch.entries().stream()).allMatch(entry -> entry.image() == null);
        Cost spent = Cost.NONE;
        int seen = 0;
        List<Double> finished = new ArrayList<>();
        List<double[]> running = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (Batch batch : batches) {
            for (int i = 0; i < batch.entries().size(); i++) {
                Entry entry = batch.entries().get(i);
                boolean counts = members.size() == 1 && (byNoise || entry.image() != null);
                double value = counts ? entry.scored().value(members.get(0)) : Double.NaN;
                double nfe = spent.nfe() + batch.cost().nfe() * (i + 1.0) / batch.entries().size();
                if (Double.isFinite(value)) {
                    finished.add(value);
                    best = Math.max(best, value);
                    running.add(new double[] {nfe, best});
                }
            }
            spent = spent.plus(batch.cost());
            seen += batch.entries().size();
            points.add(new Point(seen, spent, best));
        }
        boolean independent = Algorithms.configured(run.spec().algorithm(), run.spec().set()).isIndependent();
        Outlook outlook = new Outlook(finished.stream().mapToDouble(v -> v).toArray());
        List<Double> expected = independent ? IntStream.rangeClosed(1, finished.size()).mapToObj(outlook::best).toList() : List.of();
        return new ScalingCurve(points, running, expected, run.calls());
    }

    ArrayNode json() {
        ArrayNode list = new ObjectMapper().createArrayNode();
        for (Point point : points) {
            ObjectNode node = list.addObject().put("candidates", point.candidates).put("nfe", point.spent.nfe())
                    .put("spentNfe", point.spent.spent()).put("forwards", point.spent.forwards()).put("seconds", point.spent.seconds());
            if (Double.isFinite(point.best)) {
                node.put("best", point.best);
            }
        }
        return list;
    }

    /** As a chart; none where there is nothing to draw. @param title above it @param up what the scores are */
    Optional<Plot> plot(String title, String up) {
        List<double[]> drawn = running.stream().filter(step -> step[0] > 0).toList();
        if (drawn.size() < 2) {
            return Optional.empty();
        }
        List<Plot.Line> lines = new ArrayList<>();
        lines.add(new Plot.Line("best so far", drawn.stream().mapToDouble(step -> step[0]).toArray(),
                drawn.stream().mapToDouble(step -> step[1]).toArray()));
        if (!expected.isEmpty()) {
            lines.add(new Plot.Line(String.format(Locale.ROOT, "expected best of n = 1 to %d", expected.size()),
                    IntStream.rangeClosed(1, expected.size()).mapToDouble(n -> (double) n * calls).toArray(),
                    expected.stream().mapToDouble(v -> v).toArray()));
        }
        return Optional.of(new Plot("scaling", title, "evaluations of the denoiser (NFE)", up, lines));
    }
}

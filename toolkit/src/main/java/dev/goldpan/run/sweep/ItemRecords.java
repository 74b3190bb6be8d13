package dev.goldpan.run.sweep;

import dev.goldpan.run.Appraiser;
import dev.goldpan.run.AtOnce;
import dev.goldpan.run.Batch;
import dev.goldpan.run.ContentFiles;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Journal;
import dev.goldpan.run.Records;
import dev.goldpan.run.RunFolder;
import dev.goldpan.run.SpendingTable;
import dev.goldpan.run.SqlJournal;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Course;
import dev.goldpan.search.Outcome;
import dev.goldpan.search.Scored;
import dev.goldpan.verify.Llm;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.llm.Spent;
import java.awt.image.BufferedImage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One run's share of a sweep's folder. Every finished picture has its hash in the database, whether its file is kept or not, and the
 * judge's answers beside the scores: kept in the transaction of its batch, heard by nobody who searches.
 */
final class ItemRecords implements Records {
    private final SweepFolder folder;
    private final WorkItem item;
    private final String run;
    private final Appraiser judge;
    private final List<Llm> graders;
    private final Journal journal;
    private final Map<String, Double> best = new HashMap<>();
    private final List<double[]> seen = new ArrayList<>(); // by who steers together
    private List<BufferedImage> shown = List.of(); // of the batch that is being written

    /**
     * @param judge or null where it does not know what the prompt asks
     * @param graders language models that score the pictures: the parts of their answers are kept too
     */
    ItemRecords(SweepFolder folder, WorkItem item, Appraiser judge, List<Llm> graders) {
        this.folder = folder;
        this.graders = graders;
        this.item = item;
        this.run = item.run();
        this.judge = judge;
        this.journal = new SqlJournal(folder.database(), run, this::measure);
        journal.batches().forEach(batch -> batch.entries().stream().filter(entry -> entry.image() != null)
                .forEach(entry -> {
                    isRecord(entry.scored().scores());
                    mayLead(entry.scored());
                }));
    }

    /** Whether an ensemble may ever choose it: nobody seen before is better by every member that steers. */
    private boolean mayLead(Scored scored) {
        List<String> members = item.spec().steering();
        if (members.size() < 2) {
            return false;
        }
        double[] values = members.stream().mapToDouble(scored::value).toArray();
        boolean may = seen.stream().noneMatch(other -> IntStream.range(0, values.length).allMatch(i -> other[i] > values[i]));
        seen.add(values);
        return may;
    }

    /** Whether it is a winner in its final steps. */
    private boolean isFinal(Candidate candidate) {
        return candidate.course() instanceof Course.Steps course && course.steps() != item.spec().searchSteps();
    }

    /** Whether one of {@code scores} is the best so far of its verifier, or the first there is. */
    private boolean isRecord(Map<String, Score> scores) {
        boolean is = best.isEmpty();
        for (Map.Entry<String, Score> said : scores.entrySet()) {
            Double before = best.get(said.getKey());
            if (!said.getValue().failed() && (before == null || said.getValue().value() > before)) {
                best.put(said.getKey(), said.getValue().value());
                is = true;
            }
        }
        return is;
    }

    /** Hash of who judges its pictures; null where nobody does. */
    String judge() {
        return judge == null ? null : judge.hash();
    }

    private void measure(Batch batch, int number) throws SQLException {
        if (shown.isEmpty()) {
            return;
        }
        List<Map<String, Double>> answers = answers();
        Map<Integer, Map<String, Double>> said = new LinkedHashMap<>();
        for (int place = 0; place < batch.entries().size(); place++) {
            if (batch.entries().get(place).image() != null) {
                said.put(place, answers.get(said.size()));
            }
        }
        new MeasureTable(folder.database(), run).add(number, said);
    }

    /** What each picture was found to be: 1 for yes, 0 for no, by question; a grader's marks as they are. */
    private List<Map<String, Double>> answers() {
        List<Map<String, Double>> answers = new ArrayList<>();
        shown.forEach(picture -> answers.add(new LinkedHashMap<>()));
        if (judge != null) {
            List<Map<String, Double>> judged = judge.measures(shown);
            for (int i = 0; i < judged.size(); i++) {
                answers.get(i).putAll(judged.get(i));
            }
        }
        for (Llm grader : graders) {
            for (int i = 0; i < shown.size(); i++) {
                Map<String, Double> into = answers.get(i);
                grader.kept(shown.get(i), item.spec().prompt().text()).ifPresent(answer -> answer.parts().forEach((part, value) ->
                        into.put(grader.column(part), value)));
            }
        }
        return answers;
    }

    @Override
    public String spec() {
        return item.spec().write();
    }

    @Override
    public String manifest() {
        return folder.manifest(run);
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public void spend(String verifier, Spent spent) {
        new SpendingTable(folder.database(), run).add(verifier, spent);
    }

    @Override
    public Map<String, Spent> spending() {
        return folder.spending(run);
    }

    @Override
    public List<Entry.Picture> keep(List<Outcome> finished, Function<Outcome, byte[]> png) {
        shown = finished.stream().map(Outcome::image).toList();
        Set<Outcome> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Outcome outcome : finished) {
            boolean isRecord = isRecord(outcome.scored().scores()) | mayLead(outcome.scored()) | isFinal(outcome.scored().candidate());
            if (item.images() == Images.ALL || item.images() == Images.BEST && isRecord) {
                kept.add(outcome);
            }
        }
        return AtOnce.map(finished, outcome -> {
            byte[] file = png.apply(outcome);
            return Entry.Picture.of(outcome.image(), file, kept.contains(outcome) ? folder.images().put(file) : ContentFiles.hash(file));
        });
    }

    @Override
    public byte[] image(Entry.Picture picture) {
        return folder.images().get(picture.hash());
    }

    @Override
    public Blobs blobs() {
        return RunFolder.noiseIn(folder.folder());
    }

    @Override
    public void close() {
        // The folder is closed by who opened it.
    }
}

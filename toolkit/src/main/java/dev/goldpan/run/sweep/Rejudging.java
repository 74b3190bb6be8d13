package dev.goldpan.run.sweep;

import dev.goldpan.run.Appraiser;
import dev.goldpan.run.Databases;
import dev.goldpan.run.Manifest;
import dev.goldpan.run.Workshop;
import dev.goldpan.tensor.Png;
import java.nio.file.Files;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The judge as it is now in the place of who judged a sweep's pictures before; nothing is drawn or scored again. A search is judged again
 * whole or not at all, and not where this judge has looked already.
 */
public final class Rejudging {
    private final SweepFolder folder;
    private final List<Work> work = new ArrayList<>();

    /** A finished picture of a search. */
    private record Shown(int batch, int item, String hash) {}

    /** A search whose pictures another judge has seen. */
    private record Work(WorkItem item, Appraiser judge, List<Shown> pictures) {}

    /**
     * Finds what is to be done.
     *
     * @throws IllegalArgumentException if a picture was not kept: of {@code images: best}, most were not
     */
    public Rejudging(SweepFolder folder, Workshop workshop) {
        this.folder = folder;
        long missing = 0;
        for (WorkItem item : folder.plan().work()) {
            Optional<Appraiser> judge = item.judged() ? workshop.appraiser(item.spec()) : Optional.empty();
            if (judge.isPresent() && folder.isFinished(item.run())
                    && !Manifest.isJudgedBy(judge.get().hash(), folder.manifest(item.run()))) {
                Work one = new Work(item, judge.get(), shown(item.run()));
                missing += one.pictures.stream().filter(picture -> !Files.exists(folder.image(picture.hash))).count();
                work.add(one);
            }
        }
        if (missing > 0) {
            throw new IllegalArgumentException(folder.folder() + ": " + missing + " of the " + pictures()
                    + " pictures to be judged were not kept; 'images: all' in a spec keeps them");
        }
    }

    /** How many pictures are to be judged. */
    public long pictures() {
        return work.stream().mapToLong(one -> one.pictures.size()).sum();
    }

    /** Judges them. @param done is told how many pictures were judged @return false if it was cancelled before the end */
    public boolean run(LongConsumer done, BooleanSupplier cancelled) {
        long judged = 0;
        for (Work one : work) {
            if (cancelled.getAsBoolean()) {
                return false;
            }
            judge(one);
            judged += one.pictures.size();
            done.accept(judged);
        }
        return true;
    }

    private void judge(Work one) {
        Map<Integer, List<Shown>> batches = new TreeMap<>();
        one.pictures.forEach(picture -> batches.computeIfAbsent(picture.batch, batch -> new ArrayList<>()).add(picture));
        String run = one.item.run();
        MeasureTable measures = new MeasureTable(folder.database(), run);
        try {
            measures.remove(Appraiser.names());
            for (Map.Entry<Integer, List<Shown>> batch : batches.entrySet()) {
                List<Map<String, Double>> answers = one.judge.measures(
                        batch.getValue().stream().map(picture -> Png.decode(folder.images().get(picture.hash))).toList());
                Map<Integer, Map<String, Double>> said = new LinkedHashMap<>();
                for (int i = 0; i < answers.size(); i++) {
                    said.put(batch.getValue().get(i).item, answers.get(i));
                }
                measures.add(batch.getKey(), said);
            }
            Databases.execute(folder.database(), "UPDATE runs SET manifest = ? WHERE run = ?",
                    Manifest.judgedBy(one.judge.hash(), folder.manifest(run)), run);
            folder.database().commit();
        } catch (SQLException e) {
            throw Databases.undone(folder.database(), e);
        }
    }

    private List<Shown> shown(String run) {
        List<Shown> pictures = new ArrayList<>();
        try (PreparedStatement select = folder.database().prepareStatement(
                "SELECT batch, item, image FROM candidates WHERE run = ? AND image IS NOT NULL ORDER BY batch, item")) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    pictures.add(new Shown(row.getInt(1), row.getInt(2), row.getString(3)));
                }
            }
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
        return pictures;
    }
}

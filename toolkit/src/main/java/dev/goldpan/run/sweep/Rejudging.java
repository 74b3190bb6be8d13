package dev.goldpan.run.sweep;

import dev.goldpan.run.Appraiser;
import dev.goldpan.run.Databases;
import dev.goldpan.run.Manifest;
import dev.goldpan.run.Spec;
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
 * The judge as it is now in the place of who judged the pictures of a folder before, of all its searches, earlier plans' and unfinished ones
 * too; nothing is drawn or scored again. A search is judged again whole or not at all, and not where this judge has looked already.
 */
public final class Rejudging {
    private final SweepFolder folder;
    private final List<Work> work = new ArrayList<>();

    /** A finished picture of a search. */
    private record Shown(int batch, int item, String hash) {}

    /** A search whose pictures another judge has seen. */
    private record Work(String run, Appraiser judge, List<Shown> pictures) {}

    /**
     * Finds what is to be done.
     *
     * @throws IllegalArgumentException if a picture was not kept: of {@code images: best}, most were not
     */
    public Rejudging(SweepFolder folder, Workshop workshop) {
        this.folder = folder;
        long missing = 0;
        for (Map.Entry<String, Spec> judged : judged().entrySet()) {
            Optional<Appraiser> judge = workshop.appraiser(judged.getValue());
            if (judge.isPresent() && !judge.get().hash().equals(Manifest.judge(folder.manifest(judged.getKey())))) {
                Work one = new Work(judged.getKey(), judge.get(), shown(judged.getKey()));
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
        MeasureTable measures = new MeasureTable(folder.database(), one.run);
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
                    Manifest.judgedBy(one.judge.hash(), folder.manifest(one.run)), one.run);
            folder.database().commit();
        } catch (SQLException e) {
            throw Databases.undone(folder.database(), e);
        }
    }

    /** What was begun and is judged. */
    private Map<String, Spec> judged() {
        Map<String, Spec> judged = new LinkedHashMap<>();
        try (PreparedStatement select = folder.database().prepareStatement(
                "SELECT run, spec, manifest FROM runs WHERE manifest <> '' ORDER BY run"); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (Manifest.judge(row.getString(3)) != null) {
                    judged.put(row.getString(1), Spec.read(row.getString(2), folder.folder().toString()));
                }
            }
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
        return judged;
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

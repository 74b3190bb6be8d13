package dev.goldpan.run.sweep;

import dev.goldpan.run.CandidateJson;
import dev.goldpan.run.Databases;
import dev.goldpan.run.NoiseLosses;
import dev.goldpan.run.RunFolder;
import dev.goldpan.run.Workshop;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Recipe;
import dev.goldpan.verify.Score;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Adds losses of attention to the noises of a bank that is there, pictures untouched: what is missing and no more. Noises go through the
 * network in the same batches whenever that happens, each kept whole or not at all. A value is kept under its loss's name and form, so
 * that one of another form is not taken for it.
 */
final class LossPass {
    private static final int TOGETHER = 20;

    private final SweepFolder folder;
    private final WorkItem item;
    private final LossChoice choice;

    private record Row(int batch, int item, Recipe noise) {}

    /** @param choice one of those that {@code item} asks */
    LossPass(SweepFolder folder, WorkItem item, LossChoice choice) {
        this.folder = folder;
        this.item = item;
        this.choice = choice;
    }

    /** Computes what is missing, and tells how far it is. @param stops ends it after the batch that is being computed */
    void run(Workshop workshop, SweepListener listener, BooleanSupplier stops) {
        List<Row> rows = rows();
        try (NoiseLosses losses = new NoiseLosses(item.spec(), choice.how(), choice.members(), workshop,
                RunFolder.noiseIn(folder.folder()))) {
            losses.impossible().forEach((name, why) -> listener.warns(
                    "“" + item.spec().prompt().text() + "” has no " + name + ": " + why));
            for (int from = 0; from < rows.size() && !stops.getAsBoolean(); from += TOGETHER) {
                List<Row> some = rows.subList(from, Math.min(rows.size(), from + TOGETHER));
                if (isMissing(some)) {
                    long begun = System.nanoTime();
                    long before = losses.forwards();
                    List<Map<String, Score>> scores = losses.of(some.stream().map(Row::noise).toList());
                    keep(some, scores, losses.forwards() - before, (System.nanoTime() - begun) * 1e-9);
                    listener.asked(item, from + some.size(), rows.size());
                }
            }
        }
    }

    /** Seconds that the losses of {@code choice} take for one noise of {@code item}, measured on as many as go together. */
    static double secondsEach(WorkItem item, LossChoice choice, Workshop workshop) {
        long seed = item.spec().seed();
        List<Recipe> noises = LongStream.range(seed, seed + TOGETHER).<Recipe>mapToObj(Recipe.Fresh::new).toList();
        try (NoiseLosses losses = new NoiseLosses(item.spec(), choice.how(), choice.members(), workshop, Blobs.none())) {
            losses.of(noises); // warms up
            long begun = System.nanoTime();
            losses.of(noises);
            return (System.nanoTime() - begun) * 1e-9 / TOGETHER;
        }
    }

    private List<Row> rows() {
        try (PreparedStatement select = folder.database().prepareStatement(
                "SELECT batch, item, candidate FROM candidates WHERE run = ? ORDER BY batch, item")) {
            select.setString(1, item.run());
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(row.getInt(1), row.getInt(2), CandidateJson.read(row.getString(3)).recipe()));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    private boolean isMissing(List<Row> some) {
        return choice.members().stream().anyMatch(loss -> some.stream().anyMatch(row -> !isThere(row, loss)));
    }

    private boolean isThere(Row row, String loss) {
        try (PreparedStatement select = folder.database().prepareStatement(
                "SELECT 1 FROM losses WHERE run = ? AND batch = ? AND item = ? AND loss = ?")) {
            Databases.fill(select, item.run(), row.batch, row.item, choice.kept(loss));
            try (ResultSet found = select.executeQuery()) {
                return found.next();
            }
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    private void keep(List<Row> rows, List<Map<String, Score>> scores, long forwards, double seconds) {
        Connection database = folder.database();
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO losses VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
                PreparedStatement cost = database.prepareStatement("INSERT INTO loss_costs VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < rows.size(); i++) {
                for (Map.Entry<String, Score> said : scores.get(i).entrySet()) {
                    Score score = said.getValue();
                    Databases.fill(insert, item.run(), rows.get(i).batch, rows.get(i).item, choice.kept(said.getKey()),
                            score.failed() ? null : score.value());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
            Databases.fill(cost, item.run(), rows.size(), forwards, seconds);
            cost.executeUpdate();
            database.commit();
        } catch (SQLException e) {
            throw Databases.undone(database, e);
        }
    }

    /** Noises of {@code item} that lack a loss which {@code choice} wants of them. */
    static long lacking(SweepFolder folder, WorkItem item, LossChoice choice) {
        List<String> members = choice.members();
        String names = members.stream().map(name -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement select = folder.database().prepareStatement("SELECT COUNT(*) FROM candidates c WHERE run = ? AND"
                + " (SELECT COUNT(*) FROM losses l WHERE l.run = c.run AND l.batch = c.batch AND l.item = c.item"
                + " AND loss IN (" + names + ")) < ?")) {
            List<Object> values = new ArrayList<>(List.of(item.run()));
            members.forEach(loss -> values.add(choice.kept(loss)));
            values.add(members.size());
            Databases.fill(select, values.toArray());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }
}

package dev.goldpan.run;

import dev.goldpan.search.Cost;
import dev.goldpan.search.Scored;
import dev.goldpan.verify.Score;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run in a database, whichever: a batch is one transaction. */
public final class SqlJournal implements Journal {
    private final Connection database;
    private final String run;
    private final Beside beside;
    private int written;

    /** Writes more about a batch in the transaction that keeps it. */
    @FunctionalInterface
    public interface Beside {
        /** @param number of the batch in its run, from 0 */
        void write(Batch batch, int number) throws SQLException;
    }

    /** The journal of {@code run}, which is in {@code database} already. */
    SqlJournal(Connection database, String run) {
        this(database, run, (batch, number) -> { });
    }

    /** The same, with what is written beside each batch. */
    public SqlJournal(Connection database, String run, Beside beside) {
        this.database = database;
        this.run = run;
        this.beside = beside;
        this.written = batches().size();
    }

    @Override
    public List<Batch> batches() {
        try (PreparedStatement costs = prepared("SELECT * FROM costs WHERE run = ? ORDER BY batch", run);
                ResultSet row = costs.executeQuery()) {
            List<Batch> batches = new ArrayList<>();
            while (row.next()) {
                Cost cost = new Cost(row.getLong("nfe"), row.getLong("spent"), row.getLong("forwards"), row.getLong("backwards"),
                        row.getLong("decodes"), row.getLong("encodes"), row.getLong("verifications"), row.getDouble("seconds"));
                batches.add(new Batch(row.getString("phase").equals("final"), entries(row.getInt("batch")), cost));
            }
            return batches;
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    private List<Entry> entries(int batch) throws SQLException {
        try (PreparedStatement candidates = prepared("SELECT candidate, c.item, hash, width, height, bytes, gradient FROM candidates c"
                + " LEFT JOIN images ON image = hash"
                + " LEFT JOIN gradients g ON g.run = c.run AND g.batch = c.batch AND g.item = c.item"
                + " WHERE c.run = ? AND c.batch = ? ORDER BY c.item", run, batch);
                ResultSet row = candidates.executeQuery()) {
            List<Entry> entries = new ArrayList<>();
            while (row.next()) {
                String hash = row.getString("hash");
                Entry.Picture image = hash == null ? null
                        : new Entry.Picture(hash, row.getInt("width"), row.getInt("height"), row.getLong("bytes"));
                Scored scored = new Scored(CandidateJson.read(row.getString("candidate")), scores(batch, row.getInt("item")),
                        row.getString("gradient"));
                entries.add(new Entry(scored, image));
            }
            return entries;
        }
    }

    private Map<String, Score> scores(int batch, int item) throws SQLException {
        try (PreparedStatement scores = prepared("SELECT verifier, value, failure FROM scores WHERE run = ? AND batch = ? AND item = ?"
                + " ORDER BY place", run, batch, item);
                ResultSet row = scores.executeQuery()) {
            Map<String, Score> said = new LinkedHashMap<>();
            while (row.next()) {
                String failure = row.getString("failure");
                said.put(row.getString("verifier"), failure == null ? Score.of(row.getDouble("value")) : Score.failed(failure));
            }
            return said;
        }
    }

    @Override
    public void append(Batch batch) {
        try {
            insert(batch);
            beside.write(batch, written);
            database.commit();
            written++;
        } catch (SQLException e) {
            throw Databases.undone(database, e);
        } catch (RuntimeException | Error e) { // of what is written beside
            Databases.undo(database, e);
            throw e;
        }
    }

    private void insert(Batch batch) throws SQLException {
        Cost cost = batch.cost();
        execute("INSERT INTO costs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", run, written, batch.isFinal() ? "final" : "search",
                cost.nfe(), cost.spent(), cost.forwards(), cost.backwards(), cost.decodes(), cost.encodes(), cost.verifications(),
                cost.seconds());
        try (PreparedStatement images = database.prepareStatement("INSERT INTO images VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING");
                PreparedStatement candidates = database.prepareStatement("INSERT INTO candidates VALUES (?, ?, ?, ?, ?)");
                PreparedStatement gradients = database.prepareStatement("INSERT INTO gradients VALUES (?, ?, ?, ?)");
                PreparedStatement scores = database.prepareStatement("INSERT INTO scores VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (int item = 0; item < batch.entries().size(); item++) {
                Entry entry = batch.entries().get(item);
                Entry.Picture image = entry.image();
                if (image != null) {
                    add(images, image.hash(), image.width(), image.height(), image.bytes());
                }
                add(candidates, run, written, item, CandidateJson.write(entry.scored().candidate()), image == null ? null : image.hash());
                if (entry.scored().gradient() != null) {
                    add(gradients, run, written, item, entry.scored().gradient());
                }
                int place = 0;
                for (Map.Entry<String, Score> said : entry.scored().scores().entrySet()) {
                    Score score = said.getValue();
                    add(scores, run, written, item, place++, said.getKey(), score.failed() ? null : score.value(), score.failure());
                }
            }
            images.executeBatch();
            candidates.executeBatch();
            gradients.executeBatch();
            scores.executeBatch();
        }
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    @Override
    public Stop stop() {
        try (PreparedStatement runs = prepared("SELECT cause, reason FROM runs WHERE run = ?", run); ResultSet row = runs.executeQuery()) {
            return row.next() && row.getString("cause") != null
                    ? new Stop(Stop.Cause.valueOf(row.getString("cause")), row.getString("reason")) : null;
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    @Override
    public void stop(Stop stop) {
        try {
            execute("UPDATE runs SET cause = ?, reason = ? WHERE run = ?", stop == null ? null : stop.cause().name(),
                    stop == null ? null : stop.reason(), run);
            database.commit();
        } catch (SQLException e) {
            throw Databases.undone(database, e);
        }
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = database.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}

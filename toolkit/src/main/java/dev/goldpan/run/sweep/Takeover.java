package dev.goldpan.run.sweep;

import dev.goldpan.run.Databases;
import dev.goldpan.run.RunFolder;
import dev.goldpan.search.Blobs;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches that another folder has finished, taken over with all their rows, pictures and noise: a search is addressed by all that decides
 * it, so it is the one that would be done here. What was made by other networks of the same name is refused.
 */
final class Takeover {
    private static final Pattern HASH = Pattern.compile("\"([0-9a-f]{64})\"");

    private final SweepFolder from;
    private final SweepFolder into;
    private final Provenance provenance;

    Takeover(SweepFolder from, SweepFolder into) {
        this.from = from;
        this.into = into;
        this.provenance = new Provenance(into);
    }

    /** Takes what {@code plan} asks for, each search whole or not at all. @return how many searches were taken */
    int take(SweepPlan plan) {
        int taken = 0;
        for (WorkItem item : plan.work()) {
            if (!into.isFinished(item.run()) && from.isFinished(item.run())) {
                provenance.check(item.spec().model(), from.manifest(item.run()));
                files(item.run());
                rows(item.run());
                taken++;
            }
        }
        return taken;
    }

    /** Pictures and noise first: named by their content, they do no harm where the rows do not follow. */
    private void files(String run) {
        try {
            for (String hash : named("SELECT DISTINCT image FROM candidates WHERE run = ? AND image IS NOT NULL", run)) {
                if (Files.exists(from.image(hash))) {
                    into.images().put(from.images().get(hash));
                }
            }
            Blobs theirs = RunFolder.noiseIn(from.folder());
            Blobs ours = RunFolder.noiseIn(into.folder());
            for (String hash : noises(run)) {
                ours.write(theirs.read(hash));
            }
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    private void rows(String run) {
        try {
            copy("images", "hash IN (SELECT image FROM candidates WHERE run = ?)", " ON CONFLICT (hash) DO NOTHING", run);
            for (String table : SweepFolder.OF_A_SEARCH) { // what was begun here is made again there, whole
                Databases.execute(into.database(), "DELETE FROM " + table + " WHERE run = ?", run);
                copy(table, "run = ?", "", run);
            }
            copy("spending", "run = ?", "", run); // beside what was spent here
            conclude(run);
        } catch (SQLException e) {
            throw Databases.undone(into.database(), e);
        }
        into.finish(run); // commits all of it
    }

    private void conclude(String run) throws SQLException {
        try (PreparedStatement select = from.database().prepareStatement("SELECT manifest, cause, reason FROM runs WHERE run = ?")) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Databases.execute(into.database(), "UPDATE runs SET manifest = ?, cause = ?, reason = ? WHERE run = ?", row.getString(1),
                        row.getString(2), row.getString(3), run);
            }
        }
    }

    /** Hashes of noise that candidates begin with. */
    private Set<String> noises(String run) throws SQLException {
        Set<String> hashes = new TreeSet<>();
        for (String candidate : named("SELECT candidate FROM candidates WHERE run = ?", run)) {
            for (Matcher hash = HASH.matcher(candidate); hash.find(); ) {
                hashes.add(hash.group(1));
            }
        }
        return hashes;
    }

    private List<String> named(String sql, String run) throws SQLException {
        try (PreparedStatement select = from.database().prepareStatement(sql)) {
            select.setString(1, run);
            List<String> values = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
            return values;
        }
    }

    private void copy(String table, String where, String conflict, String run) throws SQLException {
        Connection source = from.database();
        try (PreparedStatement select = source.prepareStatement("SELECT * FROM " + table + " WHERE " + where)) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    columns.add(row.getMetaData().getColumnName(column));
                }
                String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
                try (PreparedStatement insert = into.database().prepareStatement("INSERT INTO " + table + " (" + String.join(", ", columns)
                        + ") VALUES (" + places + ")" + conflict)) {
                    while (row.next()) {
                        Object[] values = new Object[columns.size()];
                        for (int column = 0; column < values.length; column++) {
                            values[column] = row.getObject(column + 1);
                        }
                        Databases.fill(insert, values);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                }
            }
        }
    }
}

package dev.goldpan.run.sweep;

import dev.goldpan.run.Databases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/**
 * What judges and graders said of a run's pictures, in its database. Nothing is committed here.
 *
 * @param run whose pictures
 */
record MeasureTable(Connection database, String run) {
    /** What was said of each picture, by its place in a batch. */
    void add(int batch, Map<Integer, Map<String, Double>> said) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO measures VALUES (?, ?, ?, ?, ?)")) {
            for (Map.Entry<Integer, Map<String, Double>> picture : said.entrySet()) {
                for (Map.Entry<String, Double> answer : picture.getValue().entrySet()) {
                    insert.setString(1, run);
                    insert.setInt(2, batch);
                    insert.setInt(3, picture.getKey());
                    insert.setString(4, answer.getKey());
                    insert.setDouble(5, answer.getValue());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** Takes out what was said under {@code names}. */
    void remove(Collection<String> names) throws SQLException {
        for (String name : names) {
            Databases.execute(database, "DELETE FROM measures WHERE run = ? AND measure = ?", run, name);
        }
    }
}

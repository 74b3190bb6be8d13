package dev.goldpan.run;

import dev.goldpan.verify.llm.Spent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run spent on language models, kept in its database: a row after each batch that was paid for, of whichever process. */
public record SpendingTable(Connection database, String run) {
    /** Keeps what {@code verifier} cost since the last time. */
    public void add(String verifier, Spent spent) {
        try {
            Databases.execute(database, "INSERT INTO spending VALUES (?, ?, ?, ?, ?, ?)", run, verifier, spent.calls(), spent.read(),
                    spent.written(), Double.isNaN(spent.euros()) ? null : spent.euros());
            database.commit();
        } catch (SQLException e) {
            throw Databases.undone(database, e);
        }
    }

    /** What each verifier cost so far; empty where none did. */
    public Map<String, Spent> all() {
        try (PreparedStatement select = database.prepareStatement("SELECT verifier, SUM(calls), SUM(tokens_read), SUM(tokens_written),"
                + " SUM(euros) FROM spending WHERE run = ? GROUP BY verifier ORDER BY verifier")) {
            select.setString(1, run);
            Map<String, Spent> all = new LinkedHashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    double euros = row.getDouble(5);
                    all.put(row.getString(1), new Spent(row.getLong(2), row.getLong(3), row.getLong(4), row.getObject(5) == null
                            ? Double.NaN : euros));
                }
            }
            return all;
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }
}

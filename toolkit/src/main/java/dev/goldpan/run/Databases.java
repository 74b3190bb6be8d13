package dev.goldpan.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens the databases that journals are kept in. Whatever is wrong with one is said in one line, and nothing in it is changed. */
public final class Databases {
    private static final int PATIENCE_MS = 2000;

    private Databases() {}

    /** The SQLite database at {@code file}, with the tables of a journal; every commit reaches the disk before it returns. */
    public static Connection sqlite(Path file) {
        boolean isNew = !Files.exists(file);
        Connection database = null;
        try {
            database = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = database.createStatement()) {
                statement.execute("PRAGMA busy_timeout = " + PATIENCE_MS);
                if (!isNew) {
                    check(statement, file);
                }
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("PRAGMA foreign_keys = ON");
            }
            database.setAutoCommit(false);
            prepare(database, file);
            return database;
        } catch (SQLException e) {
            close(database);
            throw unusable(file, e.getMessage());
        } catch (RuntimeException e) {
            close(database);
            throw e;
        }
    }

    private static void check(Statement statement, Path file) throws SQLException {
        try (ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            String said = found.next() ? found.getString(1) : "no answer";
            if (!said.equals("ok")) {
                throw unusable(file, said);
            }
        }
    }

    private static void prepare(Connection database, Path file) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String table : Schema.TABLES) {
                statement.execute(table);
            }
            statement.execute("INSERT INTO format SELECT " + Schema.VERSION + " WHERE NOT EXISTS (SELECT 1 FROM format)");
            try (ResultSet format = statement.executeQuery("SELECT MAX(version) FROM format")) {
                int version = format.next() ? format.getInt(1) : 0;
                if (version != Schema.VERSION) {
                    throw unusable(file, "it has format " + version + ", this Goldpan writes format " + Schema.VERSION);
                }
            }
        }
        database.commit();
    }

    private static IllegalArgumentException unusable(Path file, String why) {
        String first = why.lines().findFirst().orElse("");
        return new IllegalArgumentException(file + " cannot be used as a journal: " + first + (first.contains("LOCKED")
                || first.contains("BUSY") ? "; close the program that uses it and try again"
                : "; nothing was changed, restore it from a copy or begin another run"));
    }

    /** What to throw for {@code thrown} after what was not committed is taken back. */
    public static IllegalStateException undone(Connection database, SQLException thrown) {
        try {
            database.rollback();
        } catch (SQLException second) {
            thrown.addSuppressed(second);
        }
        return failure(thrown);
    }

    /** What to throw for {@code thrown}. */
    public static IllegalStateException failure(SQLException thrown) {
        String message = thrown.getMessage() == null ? "" : thrown.getMessage().lines().findFirst().orElse("");
        return new IllegalStateException("journal: " + message + "; what was written before is safe, the run can be resumed", thrown);
    }

    private static void close(Connection database) {
        if (database != null) {
            try {
                database.close();
            } catch (SQLException ignored) {
                // It was opened for reading only so far; there is nothing to lose.
            }
        }
    }
}

package dev.goldpan.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Opens the databases that journals are kept in. Whatever is wrong with one is said in one line, and nothing in it is changed. */
public final class Databases {
    private static final int PATIENCE_MS = 2000;
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Databases() {}

    /** The SQLite database at {@code file}, with the tables of a journal; every commit reaches the disk before it returns. */
    public static Connection sqlite(Path file) {
        boolean isNew = !Files.exists(file);
        Connection database = null;
        try {
            database = DriverManager.getConnection(SQLITE + file);
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
            prepare(database, file.toString());
            return database;
        } catch (SQLException e) {
            close(database);
            throw unusable(file.toString(), e.getMessage());
        } catch (RuntimeException e) {
            close(database);
            throw e;
        }
    }

    /**
     * The schema that {@code url} names on a PostgreSQL server, with the tables of a journal.
     *
     * @param alone whether nobody else may write there; the server takes this back from a process that is killed
     */
    public static Connection postgres(PostgresUrl url, boolean alone) {
        Connection database = null;
        try {
            database = url.connect();
            if (alone) {
                lock(database, url);
            }
            database.setAutoCommit(false);
            prepare(database, url.toString());
            return database;
        } catch (SQLException e) {
            close(database);
            throw new IllegalArgumentException("--store: " + url + ": " + firstLine(e.getMessage()), e);
        } catch (RuntimeException e) {
            close(database);
            throw e;
        }
    }

    private static void lock(Connection database, PostgresUrl url) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("SET lock_timeout = " + PATIENCE_MS);
            statement.execute("SELECT pg_advisory_lock(hashtextextended('goldpan ' || current_schema(), 0))");
            statement.execute("SET lock_timeout = 0");
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new IllegalArgumentException("--store: " + url + " is in use: another process is running its sweep", e);
            }
            throw e;
        }
    }

    /** Makes {@code tables} where they are missing. */
    public static void create(Connection database, List<Schema.Table> tables) throws SQLException {
        Dialect dialect = database.getMetaData().getURL().startsWith(SQLITE) ? Dialect.SQLITE : Dialect.POSTGRESQL;
        try (Statement statement = database.createStatement()) {
            for (Schema.Table table : tables) {
                statement.execute(dialect.create(table));
            }
        }
        database.commit();
    }

    private static void check(Statement statement, Path file) throws SQLException {
        try (ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            String said = found.next() ? found.getString(1) : "no answer";
            if (!said.equals("ok")) {
                throw unusable(file.toString(), said);
            }
        }
    }

    private static void prepare(Connection database, String where) throws SQLException {
        create(database, Schema.TABLES);
        try (Statement statement = database.createStatement()) {
            statement.execute("INSERT INTO format SELECT " + Schema.VERSION + " WHERE NOT EXISTS (SELECT 1 FROM format)");
            try (ResultSet format = statement.executeQuery("SELECT MAX(version) FROM format")) {
                int version = format.next() ? format.getInt(1) : 0;
                if (version != Schema.VERSION) {
                    throw unusable(where, "it has format " + version + ", this Goldpan writes format " + Schema.VERSION);
                }
            }
        }
        database.commit();
    }

    private static IllegalArgumentException unusable(String where, String why) {
        String first = firstLine(why);
        return new IllegalArgumentException(where + " cannot be used as a journal: " + first + (first.contains("LOCKED")
                || first.contains("BUSY") ? "; close the program that uses it and try again"
                : "; nothing was changed, restore it from a copy or begin another run"));
    }

    /** Executes one statement with {@code values} in its places; null is NULL. */
    public static void execute(Connection database, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            fill(statement, values);
            statement.executeUpdate();
        }
    }

    /** Puts {@code values} in the places of {@code statement}; null is NULL. */
    public static void fill(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
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
        return new IllegalStateException("journal: " + firstLine(thrown.getMessage())
                + "; what was written before is safe, the run can be resumed", thrown);
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
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

package dev.goldpan.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
     * The schema that {@code url} names on a PostgreSQL server, with the tables of a journal. Nobody else may write there meanwhile; the
     * server takes this back from a process that is killed.
     */
    public static Connection postgres(PostgresUrl url) {
        return postgres(url, database -> {
            url.createSchema(database);
            lock(database, url);
            database.setAutoCommit(false);
            prepare(database, url.toString());
        });
    }

    /**
     * The same for reading, also while another process writes there: nothing is made, and the server refuses to change anything.
     *
     * @param tables that are read, beside those of a journal
     */
    public static Connection look(PostgresUrl url, List<Schema.Table> tables) {
        return postgres(url, database -> {
            database.setReadOnly(true);
            database.setAutoCommit(false);
            Set<String> there = tables(database);
            Stream.concat(Schema.TABLES.stream(), tables.stream()).map(Schema.Table::name).filter(name -> !there.contains(name)).findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException("--store: " + url + " has no table " + name + ": what was begun there is gone,"
                                + " or an older Goldpan began it; resume it, which makes what is missing");
                    });
            check(database, url.toString());
        });
    }

    private static Set<String> tables(Connection database) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")) {
            Set<String> names = new HashSet<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    /** Makes a connection ready. */
    @FunctionalInterface
    private interface Opening {
        void of(Connection database) throws SQLException;
    }

    private static Connection postgres(PostgresUrl url, Opening opening) {
        Connection database = null;
        try {
            database = url.connect();
            opening.of(database);
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
        }
        check(database, where);
        database.commit();
    }

    private static void check(Connection database, String where) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet format = statement.executeQuery("SELECT MAX(version) FROM format")) {
            int version = format.next() ? format.getInt(1) : 0;
            if (version != Schema.VERSION) {
                throw unusable(where, "it has format " + version + ", this Goldpan writes format " + Schema.VERSION);
            }
        }
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
        undo(database, thrown);
        return failure(thrown);
    }

    /** Takes back what was not committed, because of {@code thrown}. */
    static void undo(Connection database, Throwable thrown) {
        try {
            database.rollback();
        } catch (SQLException second) {
            thrown.addSuppressed(second);
        }
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

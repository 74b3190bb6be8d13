package dev.goldpan.run.sweep;

import dev.goldpan.run.ContentFiles;
import dev.goldpan.run.Databases;
import dev.goldpan.run.FolderLock;
import dev.goldpan.run.PostgresUrl;
import dev.goldpan.run.Schema;
import dev.goldpan.run.SpendingTable;
import dev.goldpan.verify.llm.Spent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a sweep is kept: one database for all of its runs, the file {@code sweep.db} or the one on a server that {@code store}
 * names; pictures in {@code images/}, optimised noise in {@code noise/}. One process at a time. A run that is there is never done
 * again, whichever spec asks for it.
 */
public final class SweepFolder implements AutoCloseable {
    private static final String DATABASE = "sweep.db";
    private static final String STORE = "store";
    /** Tables with what a search found; what language models were paid for it stays where a search is forgotten. */
    static final List<String> OF_A_SEARCH = List.of("costs", "candidates", "scores", "gradients", "measures", "losses", "loss_costs");

    private final Path folder;
    private final FolderLock lock;
    private final Connection database;

    /** @param lock null for reading only @param store where the database is; null for a file in the folder */
    private SweepFolder(Path folder, FolderLock lock, PostgresUrl store) {
        this.folder = folder;
        this.lock = lock;
        try {
            boolean looks = store != null && lock == null;
            this.database = looks ? Databases.look(store, Schema.OF_SWEEPS)
                    : store != null ? Databases.postgres(store) : Databases.sqlite(folder.resolve(DATABASE));
            if (!looks) {
                Databases.create(database, Schema.OF_SWEEPS);
            }
        } catch (SQLException e) {
            release();
            throw Databases.failure(e);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    /** Whether there is a sweep in {@code folder}. */
    public static boolean isThere(Path folder) {
        return Files.exists(folder.resolve(DATABASE)) || Files.exists(folder.resolve(STORE));
    }

    /** Opens the sweep in {@code folder}. */
    public static SweepFolder open(Path folder) {
        check(folder);
        return new SweepFolder(folder, FolderLock.of(folder), store(folder));
    }

    /** Opens the sweep in {@code folder} for reading, also while another process works in it. */
    public static SweepFolder look(Path folder) {
        check(folder);
        return new SweepFolder(folder, null, store(folder));
    }

    private static void check(Path folder) {
        if (!isThere(folder)) {
            throw new IllegalArgumentException(folder + ": there is no sweep here (no " + DATABASE + ")");
        }
    }

    /**
     * Opens the folder of a sweep, which is made if it is not there.
     *
     * @param store where its database is or shall be; null for where it is, or a file in the folder
     */
    public static SweepFolder at(Path folder, PostgresUrl store) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PostgresUrl before = store(folder);
        if (store != null && isThere(folder) && (before == null || !before.toString().equals(store.toString()))) {
            throw new IllegalArgumentException("--store: " + folder + " keeps its sweep in " + (before == null ? DATABASE : before)
                    + " already; leave the option away, or name another folder with --out");
        }
        SweepFolder opened = new SweepFolder(folder, FolderLock.of(folder), store == null ? before : store);
        if (store != null && before == null) {
            opened.claim(store);
        }
        return opened;
    }

    /** Notes in the folder where its database is, without the password. A database that has a sweep is another folder's. */
    private void claim(PostgresUrl store) {
        try (PreparedStatement sweeps = database.prepareStatement("SELECT 1 FROM sweeps"); ResultSet row = sweeps.executeQuery()) {
            if (row.next()) {
                throw new IllegalArgumentException("--store: " + store + " holds the sweep of another folder; add currentSchema=NAME"
                        + " to the URL to begin one beside it");
            }
            Files.writeString(folder.resolve(STORE), store + "\n");
        } catch (SQLException e) {
            close();
            throw Databases.failure(e);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            close();
            throw e;
        }
    }

    /** What the folder says of where its database is; null for a file in the folder. */
    private static PostgresUrl store(Path folder) {
        try {
            return Files.exists(folder.resolve(STORE)) ? new PostgresUrl(Files.readString(folder.resolve(STORE)).strip()) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Makes {@code plan} the work of this folder. Runs of an earlier plan stay; those of both are not done again. */
    void plan(SweepPlan plan) {
        new PlanTables(database).write(plan);
    }

    /** The plan of this folder. */
    public SweepPlan plan() {
        return new PlanTables(database).read(folder);
    }

    /** Whether everything that {@code item} asks for is there: its search came to its end, and no noise lacks a loss. */
    public boolean isDone(WorkItem item) {
        return isFinished(item.run()) && lacking(item) == 0;
    }

    /** Candidates of {@code item} that are there and lack a loss which is asked of them, once for each choice that asks. */
    public long lacking(WorkItem item) {
        return item.losses().stream().mapToLong(choice -> LossPass.lacking(this, item, choice)).sum();
    }

    /** What the losses of a run took. */
    public LossCost lossCost(String run) {
        try (PreparedStatement select = database.prepareStatement(
                "SELECT COALESCE(SUM(noises), 0), COALESCE(SUM(forwards), 0), COALESCE(SUM(seconds), 0) FROM loss_costs WHERE run = ?")) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new LossCost(row.getLong(1), row.getLong(2), row.getDouble(3));
            }
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    /** What each language model cost {@code run}; empty where none did. */
    public Map<String, Spent> spending(String run) {
        return new SpendingTable(database, run).all();
    }

    /** Whether {@code run} came to its end; losses may still be missing, see {@link #isDone}. */
    public boolean isFinished(String run) {
        return one("SELECT run FROM finished WHERE run = ?", run) != null;
    }

    /** Keeps that {@code run} came to its end. */
    void finish(String run) {
        update("INSERT INTO finished VALUES (?) ON CONFLICT (run) DO NOTHING", run);
    }

    /** Lets {@code run} begin anew. */
    void forget(String run) {
        try {
            for (String table : OF_A_SEARCH) {
                Databases.execute(database, "DELETE FROM " + table + " WHERE run = ?", run);
            }
            Databases.execute(database, "UPDATE runs SET manifest = '', cause = NULL, reason = NULL WHERE run = ?", run);
            database.commit();
        } catch (SQLException e) {
            throw Databases.undone(database, e);
        }
    }

    /** What {@code run} began on; empty where it has not begun. */
    public String manifest(String run) {
        return one("SELECT manifest FROM runs WHERE run = ?", run);
    }

    /** Keeps what {@code run} begins on. */
    void begin(String run, String manifest) {
        update("UPDATE runs SET manifest = ? WHERE run = ?", manifest, run);
    }

    /** Names of all scores, then of losses, then of all the judge's answers. */
    public List<String> valueNames() {
        List<String> names = new ArrayList<>();
        for (String sql : List.of("SELECT DISTINCT verifier FROM scores ORDER BY verifier",
                "SELECT DISTINCT loss FROM losses ORDER BY loss",
                "SELECT DISTINCT measure FROM measures ORDER BY measure")) {
            try (PreparedStatement select = database.prepareStatement(sql); ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            } catch (SQLException e) {
                throw Databases.failure(e);
            }
        }
        return names;
    }

    private String one(String sql, String run) {
        try (PreparedStatement select = database.prepareStatement(sql)) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    private void update(String sql, Object... values) {
        try {
            Databases.execute(database, sql, values);
            database.commit();
        } catch (SQLException e) {
            throw Databases.undone(database, e);
        }
    }

    /** The database, for what reads a sweep as a whole. */
    Connection database() {
        return database;
    }

    /** The file of a picture. It is not there where the sweep dropped it. */
    public Path image(String hash) {
        return images().path(hash);
    }

    ContentFiles images() {
        return new ContentFiles(folder.resolve("images"), ".png");
    }

    private void release() {
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw Databases.failure(e);
        } finally {
            release();
        }
    }
}

package dev.goldpan.run;

import java.util.List;

/** The tables of a journal, in SQL that SQLite and PostgreSQL both understand. */
public final class Schema {
    /** Rises with every change that an older Goldpan would not understand. */
    static final int VERSION = 1;

    /** Statements that make the tables where they are missing. */
    static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS format (version INTEGER PRIMARY KEY)",
            """
            CREATE TABLE IF NOT EXISTS runs (
                run TEXT PRIMARY KEY,
                spec TEXT NOT NULL,
                manifest TEXT NOT NULL,
                cause TEXT,
                reason TEXT)""",
            """
            CREATE TABLE IF NOT EXISTS images (
                hash TEXT PRIMARY KEY,
                width INTEGER NOT NULL,
                height INTEGER NOT NULL,
                bytes BIGINT NOT NULL)""",
            """
            CREATE TABLE IF NOT EXISTS costs (
                run TEXT NOT NULL REFERENCES runs (run),
                batch INTEGER NOT NULL,
                phase TEXT NOT NULL,
                nfe BIGINT NOT NULL,
                spent BIGINT NOT NULL,
                forwards BIGINT NOT NULL,
                backwards BIGINT NOT NULL,
                decodes BIGINT NOT NULL,
                encodes BIGINT NOT NULL,
                verifications BIGINT NOT NULL,
                seconds DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (run, batch))""",
            """
            CREATE TABLE IF NOT EXISTS candidates (
                run TEXT NOT NULL REFERENCES runs (run),
                batch INTEGER NOT NULL,
                item INTEGER NOT NULL,
                candidate TEXT NOT NULL,
                image TEXT REFERENCES images (hash),
                PRIMARY KEY (run, batch, item))""",
            """
            CREATE TABLE IF NOT EXISTS scores (
                run TEXT NOT NULL REFERENCES runs (run),
                batch INTEGER NOT NULL,
                item INTEGER NOT NULL,
                place INTEGER NOT NULL,
                verifier TEXT NOT NULL,
                value DOUBLE PRECISION,
                failure TEXT,
                PRIMARY KEY (run, batch, item, place))""",
            """
            CREATE TABLE IF NOT EXISTS gradients (
                run TEXT NOT NULL REFERENCES runs (run),
                batch INTEGER NOT NULL,
                item INTEGER NOT NULL,
                gradient TEXT NOT NULL,
                PRIMARY KEY (run, batch, item))""");

    /** Statements that make the tables of a sweep, beside those of its runs. */
    public static final List<String> OF_SWEEPS = List.of(
            """
            CREATE TABLE IF NOT EXISTS sweeps (
                sweep TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                about TEXT NOT NULL,
                spec TEXT NOT NULL)""",
            """
            CREATE TABLE IF NOT EXISTS items (
                place INTEGER PRIMARY KEY,
                run TEXT NOT NULL REFERENCES runs (run),
                part TEXT NOT NULL,
                source TEXT NOT NULL,
                images TEXT NOT NULL,
                judged INTEGER NOT NULL,
                bank INTEGER NOT NULL,
                marks TEXT NOT NULL)""",
            "CREATE TABLE IF NOT EXISTS finished (run TEXT PRIMARY KEY REFERENCES runs (run))",
            """
            CREATE TABLE IF NOT EXISTS measures (
                run TEXT NOT NULL REFERENCES runs (run),
                batch INTEGER NOT NULL,
                item INTEGER NOT NULL,
                measure TEXT NOT NULL,
                value DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (run, batch, item, measure))""",
            """
            CREATE TABLE IF NOT EXISTS item_losses (
                place INTEGER NOT NULL,
                number INTEGER NOT NULL,
                loss TEXT NOT NULL,
                PRIMARY KEY (place, number))""",
            """
            CREATE TABLE IF NOT EXISTS losses (
                run TEXT NOT NULL REFERENCES runs (run),
                batch INTEGER NOT NULL,
                item INTEGER NOT NULL,
                loss TEXT NOT NULL,
                value DOUBLE PRECISION,
                PRIMARY KEY (run, batch, item, loss))""",
            """
            CREATE TABLE IF NOT EXISTS loss_costs (
                run TEXT NOT NULL REFERENCES runs (run),
                noises INTEGER NOT NULL,
                forwards BIGINT NOT NULL,
                seconds DOUBLE PRECISION NOT NULL)""");

    private Schema() {}
}

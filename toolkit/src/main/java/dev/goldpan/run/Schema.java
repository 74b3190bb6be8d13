package dev.goldpan.run;

import java.util.List;

/** The tables of a journal, in SQL that SQLite and PostgreSQL both understand, but for what {@link Dialect} adds. */
public final class Schema {
    /** Rises with every change that an older Goldpan would not understand. */
    static final int VERSION = 1;

    /**
     * A table.
     *
     * @param name of it
     * @param narrow whether its rows are short: SQLite then keeps them in the order of their key and has no second copy of the key,
     *     which halves what writing a row costs
     * @param columns and key
     */
    public record Table(String name, boolean narrow, String columns) {}

    /** The tables of runs. */
    static final List<Table> TABLES = List.of(
            new Table("format", false, "version INTEGER PRIMARY KEY"),
            new Table("runs", false, """
                    run TEXT PRIMARY KEY,
                    spec TEXT NOT NULL,
                    manifest TEXT NOT NULL,
                    cause TEXT,
                    reason TEXT"""),
            new Table("images", true, """
                    hash TEXT PRIMARY KEY,
                    width INTEGER NOT NULL,
                    height INTEGER NOT NULL,
                    bytes BIGINT NOT NULL"""),
            new Table("costs", false, """
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
                    PRIMARY KEY (run, batch)"""),
            new Table("candidates", false, """
                    run TEXT NOT NULL REFERENCES runs (run),
                    batch INTEGER NOT NULL,
                    item INTEGER NOT NULL,
                    candidate TEXT NOT NULL,
                    image TEXT REFERENCES images (hash),
                    PRIMARY KEY (run, batch, item)"""),
            new Table("scores", true, """
                    run TEXT NOT NULL REFERENCES runs (run),
                    batch INTEGER NOT NULL,
                    item INTEGER NOT NULL,
                    place INTEGER NOT NULL,
                    verifier TEXT NOT NULL,
                    value DOUBLE PRECISION,
                    failure TEXT,
                    PRIMARY KEY (run, batch, item, place)"""),
            new Table("spending", false, """
                    run TEXT NOT NULL REFERENCES runs (run),
                    verifier TEXT NOT NULL,
                    calls BIGINT NOT NULL,
                    tokens_read BIGINT NOT NULL,
                    tokens_written BIGINT NOT NULL,
                    euros DOUBLE PRECISION"""),
            new Table("gradients", false, """
                    run TEXT NOT NULL REFERENCES runs (run),
                    batch INTEGER NOT NULL,
                    item INTEGER NOT NULL,
                    gradient TEXT NOT NULL,
                    PRIMARY KEY (run, batch, item)"""));

    /** The tables of a sweep, beside those of its runs. */
    public static final List<Table> OF_SWEEPS = List.of(
            new Table("sweeps", false, """
                    sweep TEXT PRIMARY KEY,
                    name TEXT NOT NULL,
                    about TEXT NOT NULL,
                    spec TEXT NOT NULL"""),
            new Table("items", false, """
                    place INTEGER PRIMARY KEY,
                    run TEXT NOT NULL REFERENCES runs (run),
                    part TEXT NOT NULL,
                    source TEXT NOT NULL,
                    images TEXT NOT NULL,
                    judged INTEGER NOT NULL,
                    bank INTEGER NOT NULL,
                    marks TEXT NOT NULL"""),
            new Table("finished", false, "run TEXT PRIMARY KEY REFERENCES runs (run)"),
            new Table("measures", true, """
                    run TEXT NOT NULL REFERENCES runs (run),
                    batch INTEGER NOT NULL,
                    item INTEGER NOT NULL,
                    measure TEXT NOT NULL,
                    value DOUBLE PRECISION NOT NULL,
                    PRIMARY KEY (run, batch, item, measure)"""),
            new Table("item_losses", false, """
                    place INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    loss TEXT NOT NULL,
                    PRIMARY KEY (place, number)"""),
            new Table("item_oracles", false, """
                    place INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    oracle TEXT NOT NULL,
                    PRIMARY KEY (place, number)"""),
            new Table("losses", true, """
                    run TEXT NOT NULL REFERENCES runs (run),
                    batch INTEGER NOT NULL,
                    item INTEGER NOT NULL,
                    loss TEXT NOT NULL,
                    value DOUBLE PRECISION,
                    PRIMARY KEY (run, batch, item, loss)"""),
            new Table("loss_costs", false, """
                    run TEXT NOT NULL REFERENCES runs (run),
                    noises INTEGER NOT NULL,
                    forwards BIGINT NOT NULL,
                    seconds DOUBLE PRECISION NOT NULL"""));

    private Schema() {}
}

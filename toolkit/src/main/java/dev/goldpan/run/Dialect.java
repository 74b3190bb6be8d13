package dev.goldpan.run;

/** What the SQL of two databases differs in, for the few statements where it does. Everything else is written once. */
enum Dialect {
    /** A file. */
    SQLITE,
    /** A server. */
    POSTGRESQL;

    /** The statement that makes {@code table} where it is missing. */
    String create(Schema.Table table) {
        String columns = table.columns();
        String ending = "";
        if (this == POSTGRESQL) {
            columns = columns.replace(" TEXT", " TEXT COLLATE \"C\""); // bytes decide the order, as in SQLite: a digest hangs on it
        } else if (table.narrow()) {
            ending = " WITHOUT ROWID";
        }
        return "CREATE TABLE IF NOT EXISTS " + table.name() + " (" + columns + ")" + ending;
    }
}

package dev.goldpan.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/**
 * Where a PostgreSQL server keeps a sweep: {@code jdbc:postgresql://host/database?user=name&currentSchema=name}. The password comes from
 * the variable PGPASSWORD of the environment, or from the URL; it is never said or written down.
 *
 * @param url as it was given
 */
public record PostgresUrl(String url) {
    private static final String SCHEME = "jdbc:postgresql://";
    private static final String SHAPE = SCHEME + "HOST/DATABASE?user=NAME&currentSchema=NAME";
    private static final String HOST = "(\\[[0-9a-fA-F:]+\\]|[\\w.-]*)(:\\d+)?";
    private static final String SCHEMA = "currentSchema";
    private static final String PASSWORD = "PGPASSWORD";

    /** Checks the shape; what is wrong is never repeated, since it may hold a password. */
    public PostgresUrl {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("--store: is not the URL of a PostgreSQL database; use " + SHAPE);
        }
        String place = url.substring(SCHEME.length()).split("\\?", 2)[0];
        if (!place.matches(HOST + "(," + HOST + ")*/[^/@]+")) {
            throw new IllegalArgumentException("--store: host and database cannot be told apart; use " + SHAPE + " and set " + PASSWORD);
        }
        if (Driver.parseURL(url, new Properties()) == null) {
            throw new IllegalArgumentException("--store: the URL cannot be read; use " + SHAPE);
        }
        String schema = Driver.parseURL(url, new Properties()).getProperty(SCHEMA, "public");
        if (!schema.matches("[a-z_][a-z0-9_]*")) {
            throw new IllegalArgumentException("--store: " + SCHEMA + " is one name of small letters, digits and _");
        }
    }

    /** The same without its passwords: what may be said and written down. */
    public String withoutPassword() {
        String[] halves = url.split("\\?", 2);
        if (halves.length == 1) {
            return url;
        }
        String kept = Arrays.stream(halves[1].split("&")).filter(pair -> !pair.toLowerCase(Locale.ROOT).contains("password"))
                .collect(Collectors.joining("&"));
        return halves[0] + (kept.isEmpty() ? "" : "?" + kept);
    }

    /** Connects. */
    Connection connect() throws SQLException {
        Properties settings = new Properties();
        String password = System.getenv(PASSWORD);
        if (password != null) {
            settings.setProperty("password", password);
        }
        settings.setProperty("ApplicationName", "goldpan");
        return new Driver().connect(url, settings);
    }

    /** Makes the schema in {@code database} if it is not there. */
    void createSchema(Connection database) throws SQLException {
        String schema = Driver.parseURL(url, new Properties()).getProperty(SCHEMA);
        if (schema != null) {
            try (Statement statement = database.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
            }
        }
    }

    @Override
    public String toString() {
        return withoutPassword();
    }
}

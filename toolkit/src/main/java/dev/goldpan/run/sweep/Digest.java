package dev.goldpan.run.sweep;

import dev.goldpan.run.Databases;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * One number for everything that a sweep found: specs, candidates, scores, pictures, the judge's answers, losses and what was charged, in
 * the order of its plan. Two sweeps have the same digest exactly if they found the same. Seconds do not count, nor what the machine ran
 * to get there, which after a kill is more.
 */
public final class Digest {
    private static final String[] CONTENT = {
        "SELECT spec, cause, reason FROM runs WHERE run = ?",
        "SELECT batch, phase, nfe FROM costs WHERE run = ? ORDER BY batch",
        "SELECT batch, item, candidate, image FROM candidates WHERE run = ? ORDER BY batch, item",
        "SELECT batch, item, place, verifier, value, failure FROM scores WHERE run = ? ORDER BY batch, item, place",
        "SELECT batch, item, measure, value FROM measures WHERE run = ? ORDER BY batch, item, measure",
        "SELECT batch, item, loss, value FROM losses WHERE run = ? ORDER BY batch, item, loss"};

    private Digest() {}

    /** The digest of the sweep in {@code folder}, in hexadecimal. */
    public static String of(SweepFolder folder) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Connection database = folder.database();
            try (PreparedStatement items = database.prepareStatement("SELECT run, part, source, marks FROM items ORDER BY place");
                    ResultSet item = items.executeQuery()) {
                int columns = item.getMetaData().getColumnCount();
                while (item.next()) {
                    add(digest, item, columns);
                    for (String sql : CONTENT) {
                        addAll(digest, database, sql, item.getString(1));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (SQLException e) {
            throw Databases.failure(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static void addAll(MessageDigest digest, Connection database, String sql, String run) throws SQLException {
        try (PreparedStatement select = database.prepareStatement(sql)) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    add(digest, row, columns);
                }
            }
        }
    }

    private static void add(MessageDigest digest, ResultSet row, int columns) throws SQLException {
        StringBuilder line = new StringBuilder();
        for (int column = 1; column <= columns; column++) {
            line.append(row.getObject(column)).append('\u001f');
        }
        digest.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
}

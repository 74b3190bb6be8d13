package dev.goldpan.run.sweep;

import dev.goldpan.run.ContentFiles;
import dev.goldpan.run.Databases;
import dev.goldpan.run.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A sweep's plan in its database: {@code sweeps}, {@code items}, {@code item_losses}, {@code item_oracles}, and the runs that it names. */
record PlanTables(Connection database) {
    /** Puts {@code plan} in the place of an earlier one, whose runs stay. */
    void write(SweepPlan plan) {
        try {
            execute("DELETE FROM items");
            execute("DELETE FROM item_losses");
            execute("DELETE FROM item_oracles");
            execute("DELETE FROM sweeps");
            execute("INSERT INTO sweeps VALUES (?, ?, ?, ?)", ContentFiles.hash(plan.text().getBytes(StandardCharsets.UTF_8)), plan.name(),
                    plan.about(), plan.text());
            for (int place = 0; place < plan.items().size(); place++) {
                WorkItem item = plan.items().get(place);
                execute("INSERT INTO runs VALUES (?, ?, '', NULL, NULL) ON CONFLICT (run) DO NOTHING", item.run(), item.spec().write());
                execute("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)", place, item.run(), item.part(), item.source(),
                        item.images().name(), item.judged() ? 1 : 0, item.bank() ? 1 : 0,
                        item.marks().stream().map(String::valueOf).collect(Collectors.joining(",")));
                for (int number = 0; number < item.losses().size(); number++) {
                    execute("INSERT INTO item_losses VALUES (?, ?, ?)", place, number, item.losses().get(number).write());
                }
                for (int number = 0; number < item.oracles().size(); number++) {
                    execute("INSERT INTO item_oracles VALUES (?, ?, ?)", place, number, item.oracles().get(number));
                }
            }
            database.commit();
        } catch (SQLException e) {
            throw Databases.undone(database, e);
        }
    }

    private void execute(String sql, Object... values) throws SQLException {
        Databases.execute(database, sql, values);
    }

    /** The plan. @param folder that it is of, for messages */
    SweepPlan read(Path folder) {
        try (PreparedStatement sweeps = database.prepareStatement("SELECT name, about, spec FROM sweeps");
                ResultSet row = sweeps.executeQuery()) {
            if (!row.next()) {
                throw new IllegalArgumentException(folder + ": the sweep ended before it began; run it again");
            }
            return new SweepPlan(row.getString(1), row.getString(2), row.getString(3), items(folder));
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    private List<WorkItem> items(Path folder) throws SQLException {
        try (PreparedStatement select = database.prepareStatement("SELECT place, part, source, spec, images, judged, bank, marks FROM items"
                + " JOIN runs ON items.run = runs.run ORDER BY place"); ResultSet row = select.executeQuery()) {
            List<WorkItem> items = new ArrayList<>();
            while (row.next()) {
                items.add(new WorkItem(row.getString("part"), row.getString("source"), Spec.read(row.getString("spec"), folder.toString()),
                        Images.valueOf(row.getString("images")), row.getInt("judged") == 1, row.getInt("bank") == 1,
                        Arrays.stream(row.getString("marks").split(",")).map(Long::valueOf).toList(),
                        texts("SELECT loss FROM item_losses WHERE place = ? ORDER BY number", row.getInt("place")).stream()
                                .map(loss -> LossChoice.read(loss, folder)).toList(),
                        texts("SELECT oracle FROM item_oracles WHERE place = ? ORDER BY number", row.getInt("place"))));
            }
            return items;
        }
    }

    private List<String> texts(String sql, int place) throws SQLException {
        try (PreparedStatement select = database.prepareStatement(sql)) {
            select.setInt(1, place);
            List<String> texts = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        }
    }
}

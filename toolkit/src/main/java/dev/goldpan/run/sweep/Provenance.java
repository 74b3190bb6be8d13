package dev.goldpan.run.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.run.Databases;
import dev.goldpan.run.Manifest;
import dev.goldpan.run.Spec;
import dev.goldpan.run.Workshop;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the runs of a folder were made with; results of different networks under one name are never mixed. */
final class Provenance {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SweepFolder folder;
    private final Map<Object, String> known = new HashMap<>(); // verifiers by name, models by choice

    Provenance(SweepFolder folder) {
        this.folder = folder;
        try (PreparedStatement select = folder.database().prepareStatement("SELECT spec, manifest FROM runs WHERE manifest <> ''");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                check(Spec.read(row.getString(1), folder.folder().toString()).model(), row.getString(2));
            }
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
    }

    /** @throws IllegalArgumentException if {@code manifest} is of another model or verifier of the same name than one before */
    void check(ModelChoice model, String manifest) {
        try {
            JsonNode tree = JSON.readTree(manifest);
            check(model, "model '" + model.model() + "'", tree.path("fingerprint").asText());
            check(List.of(model, "precision"), "precision of '" + model.model() + "'", tree.path("precision").asText());
            String device = tree.path("device").asText().replaceAll(":.*", "");
            check(List.of(model, "device"), "kind of device for '" + model.model() + "'", device);
            if (tree.has(Manifest.JUDGE)) {
                check(Manifest.JUDGE, "judge", tree.path(Manifest.JUDGE).asText());
            }
            for (JsonNode verifier : tree.path("verifiers")) {
                String name = verifier.path("name").asText();
                check(name, "verifier '" + name + "'", verifier.path("hash").asText());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(folder.folder() + ": a manifest is not JSON (" + e.getOriginalMessage() + ")", e);
        }
    }

    /** The same for the network that computes losses of a finished {@code item}. */
    void check(WorkItem item, Workshop workshop) {
        ModelChoice model = item.spec().model();
        if (folder.isFinished(item.run()) && !item.losses().isEmpty()) {
            check(model, folder.manifest(item.run()));
            check(model, Manifest.of(workshop.checkpoint(model)));
        }
    }

    private void check(Object key, String what, String now) {
        String before = known.putIfAbsent(key, now);
        if (before != null && !before.equals(now)) {
            throw new IllegalArgumentException(folder.folder() + ": holds results of another " + what + " (" + before + ", now " + now
                    + "); begin another folder with --out" + (key.equals(Manifest.JUDGE)
                            ? ", or have all its pictures judged again: goldpan judge " + folder.folder() : ""));
        }
    }
}

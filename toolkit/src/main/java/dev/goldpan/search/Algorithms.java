package dev.goldpan.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.goldpan.tensor.Provided;
import dev.goldpan.tensor.Spelling;
import dev.goldpan.search.Particles.Potential;
import dev.goldpan.search.Particles.Temper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The algorithms there are. Where each constant comes from is in docs/algorithms.md. */
public final class Algorithms {
    private static final ObjectMapper JSON = JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();
    private static final String MA = "Ma et al. 2025, arXiv 2501.09732";
    private static final String CLASSICAL = "arXiv 2505.23614";
    private static final Looks QUARTERS = new Looks(0.25, 0.75, 0.25);
    private static final Looks EVERY_CALL = new Looks(0, 1, 1);

    private static final List<Preset> OURS = List.of(
            new Preset("random", new RandomSearch(), "the best of independent noises", MA),
            new Preset("zo-2", new ZeroOrder(2, 0.95, ZeroOrder.Policy.MOVE_ALWAYS, 0), "moves to the better of two neighbours", MA),
            new Preset("zo-4", new ZeroOrder(4, 0.95, ZeroOrder.Policy.MOVE_ALWAYS, 0), "moves to the best of four neighbours", MA),
            new Preset("zo-elitist", new ZeroOrder(4, 0.95, ZeroOrder.Policy.ELITIST, 0), "moves to a neighbour that is better", MA),
            new Preset("zo-restart", new ZeroOrder(4, 0.95, ZeroOrder.Policy.RESTART, 0),
                    "the same, and starts again where none is", "tt-scale-flux, its pull request 14"),
            new Preset("first-order", new FirstOrder(1, 0, 0.95, 0.5, 3), "moves where the verifier's gradient points", MA),
            new Preset("reno", new Reno(1, 5, 0.01, 0.1, 5, 0.9, 50, 3), "gradient ascent with momentum, held near the sphere",
                    "arXiv 2406.04312"),
            new Preset("paths-2", new SearchOverPaths(2, 5, 0.12, 0.78, 0.81, 12), "noises good images and denoises them again", MA),
            new Preset("bfs", new Particles(0, QUARTERS, Potential.MAX, Temper.INCREASE, 10, Resampling.SSP, 1, 1),
                    "trajectories go on in copies as they deserve", CLASSICAL),
            new Preset("fk", new Particles(4, new Looks(0.2, 0.8, 0.2), Potential.MAX, Temper.CONSTANT, 10, Resampling.MULTINOMIAL,
                    1, 1), "Feynman-Kac steering", "arXiv 2501.06848"),
            new Preset("das", new Particles(4, EVERY_CALL, Potential.DIFFERENCE, Temper.INCREASE, 200, Resampling.SSP, 1, 0.5),
                    "tempered sequential Monte Carlo, without gradients", "arXiv 2501.05803"),
            new Preset("das-gradient", new SteeredParticles(new Particles(4, EVERY_CALL, Potential.DIFFERENCE, Temper.INCREASE, 200,
                    Resampling.SSP, 1, 0.5), 1, 3), "the same, moves led by the verifier's gradient", "arXiv 2501.05803"),
            new Preset("svdd", new Particles(25, EVERY_CALL, Potential.CURRENT, Temper.INFINITE, 1, Resampling.BEST, 1, 1),
                    "the best child of every step", "arXiv 2408.08252"),
            new Preset("code", new Particles(25, new Looks(0, 1, 2), Potential.CURRENT, Temper.INFINITE, 1, Resampling.BEST, 1, 1),
                    "the best child of every second step", "arXiv 2502.00968"),
            new Preset("treeg-sc", new Particles(8, EVERY_CALL, Potential.CURRENT, Temper.INFINITE, 1, Resampling.BEST, 2, 1),
                    "the two best of eight branches at every step", "arXiv 2502.11420"),
            new Preset("prune", new Particles(0, new Looks(0.3, 0.7, 0.2), Potential.CURRENT, Temper.INFINITE, 1, Resampling.PRUNE,
                    0.5, 1), "drops the worse half three times on the way", "successive halving; positions are ours"),
            new Preset("dfs", new DepthFirst(QUARTERS, null, 0.25, 4, 4), "goes back where a trajectory looks bad", CLASSICAL),
            new Preset("rbf", new Rollover(25, 0), "spends on a step until it is better than before", "arXiv 2503.19385"),
            new Preset("evosearch", new EvoSearch(List.of(42, 26, 26, 26, 30), List.of(0.0, 0.4, 0.6, 0.8), 4, 0.3, 0.9),
                    "breeds trajectories at rising positions", "arXiv 2505.17618"),
            new Preset("ses", new Spectral(0, 10, 5, false), "evolves the coarse part of the noise", "arXiv 2602.03208"));

    private Algorithms() {}

    /** All there are: ours, and those of jars on the class path. */
    public static List<Preset> all() {
        List<Preset> all = new ArrayList<>(OURS);
        Provided.all(Preset.Provider.class).forEach(provider -> all.addAll(provider.presets()));
        Set<String> names = new HashSet<>();
        all.stream().map(Preset::name).filter(name -> !names.add(name)).findFirst().ifPresent(twice -> {
            throw new IllegalArgumentException("class path: a jar brings an algorithm called '" + twice + "', and there is one already");
        });
        return all;
    }

    /** The algorithm called {@code name}. @throws IllegalArgumentException with the known names and the nearest */
    public static Preset named(String name) {
        List<Preset> all = all();
        List<String> names = all.stream().map(Preset::name).toList();
        return all.stream().filter(preset -> preset.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "algorithm: '" + name + "' is not known; did you mean '" + Spelling.nearest(name, names) + "'? There are "
                        + String.join(", ", names)));
    }

    /**
     * The algorithm called {@code name} with other settings.
     *
     * @param settings values by the names of the record's components; dots lead into records within, as in {@code looks.every}
     */
    public static Algorithm configured(String name, Map<String, String> settings) {
        Algorithm algorithm = named(name).algorithm();
        if (settings.isEmpty()) {
            return algorithm;
        }
        ObjectNode tree = JSON.valueToTree(algorithm);
        settings.forEach((key, value) -> set(name, tree, key, value));
        try {
            return JSON.treeToValue(tree, algorithm.getClass());
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String message = cause instanceof JsonProcessingException wrong ? wrong.getOriginalMessage() : cause.getMessage();
            throw new IllegalArgumentException("set: " + message.lines().findFirst().orElse("not possible"));
        }
    }

    /** The settings of {@code algorithm}. */
    public static JsonNode settings(Algorithm algorithm) {
        return JSON.valueToTree(algorithm);
    }

    private static void set(String name, ObjectNode tree, String key, String value) {
        ObjectNode at = tree;
        String[] path = key.split("\\.", -1);
        for (int i = 0; i < path.length; i++) {
            JsonNode next = at.get(path[i]);
            boolean isLast = i == path.length - 1;
            if (next == null || next.isObject() == isLast) {
                List<String> known = new ArrayList<>();
                list(tree, "", known);
                throw new IllegalArgumentException("set: " + name + " has no setting '" + key + "'" + (known.isEmpty() ? ""
                        : "; it has " + String.join(", ", known)));
            }
            if (isLast) {
                at.set(path[i], parsed(value));
            } else {
                at = (ObjectNode) next;
            }
        }
    }

    private static void list(ObjectNode tree, String prefix, List<String> known) {
        tree.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode inner) {
                list(inner, prefix + field.getKey() + ".", known);
            } else {
                known.add(prefix + field.getKey());
            }
        });
    }

    /** A number, list or null where it is one in JSON, else a word. */
    private static JsonNode parsed(String value) {
        try {
            JsonNode json = JSON.readTree(value);
            return json.isMissingNode() || json.isObject() ? TextNode.valueOf(value) : json;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(value);
        }
    }
}

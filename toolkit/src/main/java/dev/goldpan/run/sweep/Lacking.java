package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.Settings;
import dev.goldpan.run.Workshop;
import dev.goldpan.sample.SamplerKind;
import dev.goldpan.tensor.Spelling;
import dev.goldpan.verify.VerifierNames;
import dev.goldpan.verify.Verifiers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A part of a spec that needs what is not there yet. It is refused, and what it says is held against what is known today all the same,
 * so that a preset is right when what it waits for comes.
 */
record Lacking(Values values, Path base, Workshop workshop) {
    private static final Map<String, String> ALL = Map.of(
            "sit", "class-conditional transformers (SiT)",
            "pixart", "PixArt-Sigma",
            "flux", "FLUX.1");
    /** Keys that come with something. */
    private static final Map<String, List<String>> KEYS = Map.of("sit", List.of("classes"));
    private static final int CLASSES = 1000;
    private static final Settings USUAL = new Settings(512, 512, 50, null, 1, 0, 0, 0, AttentionSettings.NONE);

    /** Keys that come with what the part {@code node} needs. */
    static List<String> keys(Node node) {
        Node needs = node instanceof Node.Mapping part ? part.fields().get("needs") : null;
        List<Node> each = needs instanceof Node.Sequence all ? all.items() : needs == null ? List.of() : List.of(needs);
        return each.stream().flatMap(need -> need instanceof Node.Word word ? KEYS.getOrDefault(word.text(), List.of()).stream()
                : Stream.empty()).toList();
    }

    /** Notes what is lacking, and what is wrong beside it. */
    void check() {
        List<String> lacking = new ArrayList<>();
        for (Values.At<String> need : values.words("needs")) {
            if (ALL.containsKey(need.value())) {
                lacking.add(ALL.get(need.value()));
            } else {
                values.problems().add(need.line(), "needs: '" + need.value() + "' is not known; there are "
                        + String.join(", ", new TreeSet<>(ALL.keySet())));
            }
        }
        if (!lacking.isEmpty()) {
            values.problems().add(values.line("needs"), "needs " + String.join(", ", lacking) + ", which this Goldpan does not have yet");
        }
        checkPrompts();
        new SettingsReader(values, new Feasibility(values, workshop)).settings(USUAL, settings -> {
            if (settings.sampler() != null) {
                SamplerKind.checked(settings.sampler());
            }
        });
        new WayReader(values, values.problems()).ways();
        checkNames("verifier");
        checkNames("held-out");
        PartReader.checkRest(values);
    }

    private void checkPrompts() {
        Node prompts = values.keys().fields().get("prompts");
        if (prompts != null && !isOfFile(prompts)) { // which helps nobody yet
            PromptChoice.read(prompts, base, values.problems());
        }
        values.all("classes", text -> {
            List<Long> classes = text.equals("all") ? List.of(0L) : Ranges.read(text);
            if (classes.get(classes.size() - 1) >= CLASSES) {
                throw new IllegalArgumentException("'" + text + "' is not possible; use all, or numbers from 0 to " + (CLASSES - 1));
            }
            return classes;
        }, List.of());
        if (prompts == null && !values.has("classes")) {
            values.problems().add(values.keys().line(), PartReader.NO_PROMPTS);
        }
    }

    private static boolean isOfFile(Node prompts) {
        return prompts instanceof Node.Sequence all ? all.items().stream().anyMatch(Lacking::isOfFile)
                : prompts instanceof Node.Mapping one && one.fields().containsKey("file");
    }

    private void checkNames(String key) {
        List<String> known = Stream.concat(Verifiers.names().stream(), Losses.names().stream()).toList();
        for (Values.At<String> named : values.words(key)) {
            VerifierNames.members(named.value()).stream().filter(name -> !known.contains(name) && !name.contains(":"))
                    .forEach(name -> values.problems().add(named.line(), key + ": '" + name + "' is not known; did you mean '"
                            + Spelling.nearest(name, known) + "'?"));
        }
    }
}

package dev.goldpan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.guide.Losses;
import dev.goldpan.model.Bundled;
import dev.goldpan.run.Setup;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Preset;
import dev.goldpan.verify.VerifierEntry;
import dev.goldpan.verify.Verifiers;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What a search can be asked for by name. */
final class SearchList {
    private static final String LINE = "%-12s %s%n";

    private final PrintStream out;

    SearchList(Terminal terminal) {
        this.out = terminal.out();
    }

    void print() {
        algorithms();
        out.println();
        verifiers();
        out.println();
        for (Setup setup : Setup.all()) {
            out.printf("--preset %s%n" + LINE + LINE, setup.name(), "", setup.options(), "", setup.source());
        }
    }

    private void algorithms() {
        for (Preset preset : Algorithms.all()) {
            JsonNode settings = Algorithms.settings(preset.algorithm());
            out.printf("%-12s %s (%s)%n", preset.name(), preset.summary(), preset.source());
            if (!settings.isEmpty()) {
                out.printf(LINE, "", text(settings));
            }
        }
    }

    private void verifiers() {
        out.println("verifiers, higher being better:");
        VerifierEntry.all().forEach(entry -> out.printf("%-12s %s (%s)%n", entry.name(), entry.scores(), facts(entry)));
        List<String> others = new ArrayList<>(Verifiers.names());
        others.removeAll(VerifierEntry.all().stream().map(VerifierEntry::name).toList());
        others.forEach(name -> out.printf(LINE, name, "of a jar on the class path"));
        Losses.names().forEach(name -> out.printf(LINE, name, "a loss of the model's own attention, of the noise alone (- loss)"));
        out.printf(LINE, "ensemble:a+b", "mean rank over several (steers only)");
        out.printf(LINE, "exec:COMMAND", "what a program says (docs/search.md)");
        out.printf(LINE, "llm:MODEL", "what a language model that sees says (docs/llm-judge.md)");
    }

    private static String facts(VerifierEntry entry) {
        List<String> facts = new ArrayList<>(List.of(entry.unit()));
        if (entry.hasGradient()) {
            facts.add("gradient");
        }
        if (!entry.networks().isEmpty()) {
            facts.add("network " + String.join(", ", entry.networks()) + (Bundled.networks().containsAll(entry.networks())
                    ? ": bundled, for the bundled model" : ": with --verifiers DIR"));
        }
        return String.join("; ", facts);
    }

    private static String text(JsonNode settings) {
        try {
            return new ObjectMapper().writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

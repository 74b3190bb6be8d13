package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.run.Workshop;
import dev.goldpan.search.Algorithms;
import dev.goldpan.verify.Population;
import dev.goldpan.verify.VerifierNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The ways of searching that one part of a spec asks for: algorithms x what steers x optimisation, each with all budgets. */
record WayReader(Values values, Problems problems) {
    private static final Map<String, Way.Unit> UNITS = Map.of("budget", Way.Unit.CANDIDATES, "nfe", Way.Unit.NFE, "n", Way.Unit.LOSSES);
    private static final List<Long> USUAL = List.of(16L); // candidates

    /** One of {@link #algorithms}. */
    private record Named(String name, Map<String, String> set) {}

    List<Way> ways() {
        boolean isBank = values.has("bank");
        if (isBank && Stream.of("algorithm", "budget", "nfe", "n").anyMatch(values::has)) {
            problems.add(values.line("bank"), "bank: draws so many independent noises of every prompt, so it takes no algorithm, budget,"
                    + " nfe or n; name them in another part");
        }
        if (isBank && values.has("optimise")) {
            problems.add(values.line("optimise"), "optimise: a bank keeps noises as they are drawn; name it in another part, with"
                    + " 'verifier: initno' and 'n: 100'");
        }
        if (!oracles().isEmpty() && !values.word("images", "").equals("all")) {
            problems.add(values.line("verifier"), "verifier: " + String.join(" and ", oracles()) + " choose among pictures that are kept; add"
                    + " 'images: all'");
        }
        List<String> budgets = isBank ? List.of("bank") : Stream.of("budget", "nfe", "n").filter(values::has).toList();
        if (budgets.size() > 1) {
            problems.add(values.line(budgets.get(0)), budgets.get(0) + ": counts the same as " + String.join(" and ",
                    budgets.subList(1, budgets.size())) + "; give one of them");
        }
        Way.Unit unit = isBank || budgets.isEmpty() ? Way.Unit.CANDIDATES : UNITS.get(budgets.get(0));
        List<Long> amounts = values.numbers(budgets.isEmpty() ? "budget" : budgets.get(0), unit == Way.Unit.LOSSES ? 0 : 1, USUAL).stream()
                .map(Values.At::value).toList();
        List<Way> ways = new ArrayList<>();
        List<String> verifiers = isBank ? pictures().subList(0, Math.min(1, pictures().size())) : verifiers(); // of a bank all choose later
        for (Values.At<Named> algorithm : isBank
                ? List.of(new Values.At<>(new Named("random", Map.of()), values.line("bank"))) : algorithms()) {
            for (String verifier : verifiers) {
                for (Values.At<Long> optimise : isBank ? List.of(new Values.At<>(0L, 0)) : values.numbers("optimise", 0, List.of(0L))) {
                    Way way = new Way(algorithm.value().name(), algorithm.value().set(), verifier,
                            (int) Math.min(optimise.value(), Integer.MAX_VALUE), amounts, unit, algorithm.line());
                    if (isPossible(way)) {
                        ways.add(way);
                    }
                }
            }
        }
        if (ways.isEmpty() && problems.isEmpty()) {
            problems.add(values.keys().line(), "verifier: name what steers the search");
        }
        return ways;
    }

    private boolean isPossible(Way way) {
        if (way.unit() == Way.Unit.LOSSES && !way.isByNoise()) {
            problems.add(values.line("n"), "n: counts evaluations of a loss (" + String.join(", ", Losses.names()) + "), and '"
                    + way.verifier() + "' looks at pictures; count those with budget or nfe");
            return false;
        }
        if (way.unit() == Way.Unit.LOSSES && way.optimise() > 0 && way.budgets().contains(0L)) {
            problems.add(values.line("n"), "n: 0 is the plain seed, which is not optimised; name it in another part");
            return false;
        }
        return true;
    }

    /** What is named to steer; the usual verifier where nothing is. Without the {@link #oracles}. */
    List<String> verifiers() {
        return named().filter(name -> !oracles().contains(name)).toList();
    }

    /** Of what is named beside a bank that which chooses by the set of what it chose; in other parts it is refused as a verifier. */
    List<String> oracles() {
        return values.has("bank") ? named().filter(Population.NAMES::contains).distinct().toList() : List.of();
    }

    private Stream<String> named() {
        return values.all("verifier", List::of, Workshop.usual().stream().limit(1).toList()).stream().map(Values.At::value);
    }

    /** Of those that steer the ones that look at pictures, members of ensembles alone; the usual one where there are losses only. */
    List<String> pictures() {
        List<String> pictures = verifiers().stream().flatMap(name -> VerifierNames.members(name).stream())
                .filter(name -> !Losses.isLoss(name)).distinct().toList();
        return pictures.isEmpty() ? Workshop.usual().stream().limit(1).toList() : pictures;
    }

    /** What a bank's noises are asked about; in other parts losses are verifiers as any. @param form of a loss by its name */
    List<LossChoice> losses(AttentionSettings how, UnaryOperator<String> form) {
        return values.has("bank") ? LossChoice.among(verifiers(), how, form) : List.of();
    }

    /** Algorithms by name, or as {name: zo-4, set: {tau: 0.9}}; those that are not possible are left out. */
    private List<Values.At<Named>> algorithms() {
        List<Values.At<Named>> all = new ArrayList<>();
        Node node = values.keys().fields().get("algorithm");
        List<Node> nodes = node == null ? List.of(new Node.Word("random", values.keys().line()))
                : node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
        for (Node one : nodes) {
            Map<String, String> set = new LinkedHashMap<>();
            String name = one instanceof Node.Word word ? word.text() : null;
            if (one instanceof Node.Mapping mapping) {
                name = mapping.fields().get("name") instanceof Node.Word word ? word.text() : null;
                if (mapping.fields().get("set") instanceof Node.Mapping settings) {
                    settings.fields().forEach((key, value) -> set.put(key, value instanceof Node.Word word ? word.text()
                            : value.toString()));
                }
                Set<String> odd = new HashSet<>(mapping.fields().keySet());
                odd.removeAll(Set.of("name", "set"));
                odd.forEach(key -> problems.add(mapping.line(), "algorithm: '" + key + "' is not known; there are name, set"));
            }
            if (name == null) {
                problems.add(one.line(), "algorithm: takes names, or {name: zo-4, set: {tau: 0.9}}");
                continue;
            }
            try {
                Algorithms.configured(name, set);
                all.add(new Values.At<>(new Named(name, Collections.unmodifiableMap(set)), one.line()));
            } catch (IllegalArgumentException e) {
                problems.add(one.line(), e.getMessage());
            }
        }
        return all;
    }
}

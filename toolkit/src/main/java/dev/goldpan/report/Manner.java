package dev.goldpan.report;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.WorkItem;
import java.util.ArrayList;
import java.util.List;

/** In what manner pictures were made and chosen, in words: searches of other manners are never one row or curve. */
final class Manner {
    private Manner() {}

    /** Algorithm and settings of a search, optimisation of its noises and guidance of its pictures. */
    static String of(Spec spec) {
        List<String> words = new ArrayList<>();
        words.add(spec.algorithm() + (spec.set().isEmpty() ? "" : " " + spec.set()));
        if (spec.optimise() > 0) {
            words.add("optimised in " + spec.optimise() + " steps");
        }
        words.addAll(guided(spec));
        boolean isPlain = spec.settings().attention().guide() == null && spec.steering().stream().noneMatch(Losses::isLoss);
        words.addAll(isPlain ? List.of() : told(spec.settings().attention()));
        return String.join(", ", words);
    }

    /** One draw, guided as the search is. */
    static String ofOneDraw(Spec spec) {
        List<String> words = new ArrayList<>(List.of("one draw"));
        words.addAll(guided(spec));
        words.addAll(words.size() == 1 ? List.of() : told(spec.settings().attention()));
        return String.join(", ", words);
    }

    /** How a bank's pictures are guided and what its losses are told, each after a comma; empty for the usual. */
    static String ofBank(WorkItem item) {
        List<String> words = new ArrayList<>(guided(item.spec()));
        words.addAll(told(item.attention()));
        return words.isEmpty() ? "" : ", " + String.join(", ", words);
    }

    private static List<String> guided(Spec spec) {
        String guide = spec.settings().attention().guide();
        return guide == null ? List.of() : List.of("guided by " + guide);
    }

    private static List<String> told(AttentionSettings how) {
        List<String> words = new ArrayList<>();
        if (!how.variant().equals(AttentionSettings.NONE.variant())) {
            words.add("losses of the " + how.variant());
        }
        if (how.slice() != null) {
            words.add("slice " + how.slice());
        }
        if (how.fallback() != null) {
            words.add("conform falling back on " + how.fallback());
        }
        if (how.tokens() != null) {
            words.add("subjects " + how.tokens());
        }
        return words;
    }
}

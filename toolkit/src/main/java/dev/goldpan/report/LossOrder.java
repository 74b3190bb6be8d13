package dev.goldpan.report;

import dev.goldpan.stats.Association;
import dev.goldpan.stats.Interval;
import dev.goldpan.stats.Jackknife;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How far what chooses a noise orders pictures as the judge does: among the noises of each prompt, and among those of all prompts
 * together. Intervals by the jackknife, over {@value #GROUPS} groups of a prompt's noises and over prompts.
 */
final class LossOrder {
    private static final int GROUPS = 20;

    private final Map<String, List<Bank>> banks;

    /** Rank correlations with their intervals. */
    record Agreement(Interval spearman, Interval kendall) {}

    /** @param banks by prompt */
    LossOrder(Map<String, List<Bank>> banks) {
        this.banks = Map.copyOf(banks);
    }

    /** All noises of all prompts together. */
    Map<BankCurves.Pair, Agreement> together(Set<String> selectors, Set<String> measures) {
        List<List<Bank>> prompts = List.copyOf(banks.values());
        return each(selectors, measures, prompts, prompts.size(), (prompt, candidate) -> prompt);
    }

    /** The noises of one prompt. */
    Map<BankCurves.Pair, Agreement> of(String prompt, Set<String> selectors, Set<String> measures) {
        return each(selectors, measures, List.of(banks.get(prompt)), GROUPS, (place, candidate) -> candidate % GROUPS);
    }

    /** The group of a candidate. */
    private interface Grouping {
        int of(int prompt, int candidate);
    }

    private static Map<BankCurves.Pair, Agreement> each(Set<String> selectors, Set<String> measures, List<List<Bank>> prompts, int groups,
            Grouping grouping) {
        int[] group = IntStream.range(0, prompts.size()).flatMap(prompt -> prompts.get(prompt).stream()
                .flatMapToInt(bank -> IntStream.range(0, bank.size()).map(candidate -> grouping.of(prompt, candidate)))).toArray();
        Map<BankCurves.Pair, Agreement> all = new LinkedHashMap<>();
        for (String selector : selectors) {
            double[] chosen = flat(prompts, bank -> bank.order(selector));
            for (String measure : measures) {
                double[] measured = flat(prompts, bank -> bank.column(measure));
                all.put(new BankCurves.Pair(selector, measure), new Agreement(
                        interval(chosen, measured, group, groups, Association::spearman),
                        interval(chosen, measured, group, groups, Association::kendall)));
            }
        }
        return all;
    }

    private static double[] flat(List<List<Bank>> prompts, Function<Bank, double[]> column) {
        return prompts.stream().flatMap(List::stream).map(column).flatMapToDouble(Arrays::stream).toArray();
    }

    private static Interval interval(double[] one, double[] other, int[] group, int groups, ToDoubleFunction<Association> of) {
        return Jackknife.of(groups, stays -> of.applyAsDouble(Association.of(kept(one, group, stays), kept(other, group, stays))));
    }

    private static double[] kept(double[] values, int[] group, IntPredicate stays) {
        return IntStream.range(0, values.length).filter(i -> stays.test(group[i])).mapToDouble(i -> values[i]).toArray();
    }
}

package dev.goldpan.report;

import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.SweepPresets;
import dev.goldpan.run.sweep.WorkItem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a sweep found, in charts, tables and pictures: a chapter for each preset that it includes, or none where there is one. */
final class Panels {
    private final SweepFolder folder;
    private final String sweep;
    private final Titles titles = new Titles();
    private final Gallery gallery;
    private final Map<String, BankPanel> banks = new LinkedHashMap<>();
    private final Map<String, SearchPanel> searches = new LinkedHashMap<>();
    private final Map<String, SearchPanel> efforts = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> searchSteps = new HashMap<>();
    private final Map<String, ChoicePanel> choices = new LinkedHashMap<>();
    private final Map<String, WorkItem> firsts = new LinkedHashMap<>(); // of each title

    Panels(SweepFolder folder) {
        this.folder = folder;
        this.sweep = folder.plan().name();
        this.gallery = new Gallery(folder);
    }

    /** Takes what was found. @return the section that it belongs to */
    String add(WorkItem item, RunTable table) {
        String title = titles.of(item);
        firsts.putIfAbsent(title, item);
        if (item.bank()) {
            banks.computeIfAbsent(title, BankPanel::new).add(table);
        } else {
            searches.computeIfAbsent(title, SearchPanel::ofManners).add(table);
            String setting = titles.ofEfforts(item);
            firsts.putIfAbsent(setting, item);
            efforts.computeIfAbsent(setting, SearchPanel::ofEfforts).add(table);
            searchSteps.computeIfAbsent(setting, key -> new HashSet<>()).add(item.spec().searchSteps());
        }
        String choosing = title + (item.bank() ? "" : ", searches");
        firsts.putIfAbsent(choosing, item);
        choices.computeIfAbsent(choosing, key -> new ChoicePanel(folder, choosing, item.spec())).add(table);
        gallery.add(preset(title), table);
        return title;
    }

    /** The preset that a section belongs to: one that the sweep includes, or the sweep itself. */
    private String preset(String title) {
        String included = firsts.get(title).part().replaceFirst(" .*", "");
        return SweepPresets.names().contains(included) ? included : sweep;
    }

    /** Writes all of it; nothing may be added afterwards. */
    void write(Page page) {
        banks.values().forEach(BankPanel::settle);
        searches.values().forEach(SearchPanel::settle);
        efforts.values().forEach(SearchPanel::settle);
        choices.values().removeIf(ChoicePanel::isEmpty);
        choices.values().forEach(ChoicePanel::settle);
        Set<String> presets = new LinkedHashSet<>();
        firsts.keySet().forEach(title -> presets.add(preset(title)));
        for (String preset : presets) {
            if (presets.size() > 1) {
                page.chapter(preset);
            }
            write(preset, page);
        }
    }

    private void write(String preset, Page page) {
        each(banks, preset, bank -> {
            page.section("Best of N from the bank" + of(bank.title()));
            page.add(bank.charts(), bank.tables());
            bank.losses().ifPresent(losses -> {
                page.section("Best of N without a verifier" + of(bank.title()));
                page.add(losses.charts(), losses.tables());
            });
            page.section("Hacking: what is steered beside what is not" + of(bank.title()));
            page.add(bank.hacking(), List.of());
        });
        each(searches, preset, search -> {
            page.section("Searches" + of(search.title()));
            page.addRising(search.charts(), search.tables());
        });
        List<Table> quoted = Quoted.of(preset);
        if (!quoted.isEmpty()) {
            page.section("The paper's numbers, quoted");
            page.quote(quoted);
        }
        efforts.forEach((title, effort) -> {
            if (preset(title).equals(preset) && searchSteps.get(title).size() > 1) {
                page.section("Steps while searching" + of(title));
                page.add(effort.charts(), List.of());
            }
        });
        together(preset).forEach(panel -> {
            page.section("At equal compute: " + panel.title());
            page.add(panel.charts(), List.of());
        });
        each(choices, preset, choice -> {
            page.section("Chosen beside drawn" + of(choice.title()));
            page.add(choice.charts(), choice.tables());
        });
        if (gallery.presets().contains(preset)) {
            page.section("Pictures: " + preset);
            page.html(gallery.html(preset));
        }
    }

    private <P> void each(Map<String, P> panels, String preset, Consumer<P> writing) {
        panels.forEach((title, panel) -> {
            if (preset(title).equals(preset)) {
                writing.accept(panel);
            }
        });
    }

    /** Sections of a preset that are about the same prompts, beside each other. */
    private List<ComputePanel> together(String preset) {
        Map<Object, ComputePanel> panels = new LinkedHashMap<>();
        Map<String, Integer> named = new HashMap<>();
        BiConsumer<String, ComputePanel.Curves> taking = (title, curves) -> {
            if (preset(title).equals(preset)) {
                String name = title.replaceFirst("^" + Pattern.quote(preset) + ",? ", "");
                panels.computeIfAbsent(curves.about(), key -> {
                    String called = ComputePanel.name(preset, curves.about());
                    int number = named.merge(called, 1, Integer::sum);
                    return new ComputePanel(number == 1 ? called : called + " (" + number + ")");
                }).add(ComputePanel.Section.of(curves, name, firsts.get(title)));
            }
        };
        searches.forEach(taking); // their single draws are of the same seeds at all steps; a bank's is a mean over all of its noises
        banks.forEach(taking);
        return panels.values().stream().filter(panel -> !panel.isEmpty()).toList();
    }

    private static String of(String title) {
        return title.isEmpty() ? "" : ": " + title;
    }
}

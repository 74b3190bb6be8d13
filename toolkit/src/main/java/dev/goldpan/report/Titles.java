package dev.goldpan.report;

import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.WorkItem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What sections of a report are called: pictures that were made in different ways are never in one. */
final class Titles {
    private final Map<String, List<String>> made = new HashMap<>(); // by title, in which way

    /** The section of {@code item}. */
    String of(WorkItem item) {
        Spec spec = item.spec();
        return unlike(plain(item, spec.searchSteps() == spec.settings().steps() ? "" : spec.searchSteps() + " of "), ways(item));
    }

    /** The section of {@code item} and of those that differ from it in their steps while searching. */
    String ofEfforts(WorkItem item) {
        return unlike(plain(item, ""), ways(item));
    }

    /** @param searching what is said of the steps while searching */
    private static String plain(WorkItem item, String searching) {
        Spec spec = item.spec();
        return String.format(Locale.ROOT, "%s%s, %s%d steps, guidance %s%s", item.part().isEmpty() ? "" : item.part() + ", ",
                Path.of(spec.model().model()).getFileName(), searching, spec.settings().steps(), spec.settings().guidance(),
                item.bank() ? Manner.ofBank(item) : "");
    }

    /** {@code title}, with what is different where it belongs to others already. */
    private String unlike(String title, List<String> ways) {
        List<String> theirs = made.putIfAbsent(title, ways);
        if (theirs == null || theirs.equals(ways)) {
            return title;
        }
        String more = IntStream.range(0, ways.size()).filter(i -> !ways.get(i).equals(theirs.get(i)) && !ways.get(i).isEmpty())
                .mapToObj(ways::get).collect(Collectors.joining(", "));
        return unlike(title + ", " + (more.isEmpty() ? "as usual otherwise" : more), ways);
    }

    /** Everything that decides how pictures come about and that titles do not say, in words; empty for what is not chosen. */
    static List<String> ways(WorkItem item) {
        ModelChoice model = item.spec().model();
        Settings settings = item.spec().settings();
        return List.of("model " + model.model(), chosen("tokenizer ", model.tokenizer()), chosen("unet ", model.unet()),
                chosen("vae ", model.vae()), chosen("", model.prediction()), "device " + model.device(), "precision " + model.precision(),
                "sampler " + settings.sampler(), "eta " + settings.eta(), settings.width() + "x" + settings.height(),
                "guidance rescaled by " + settings.guidanceRescale(), "clip-skip " + settings.clipSkip(),
                chosen("negative ", item.spec().prompt().negative()), chosen("verifiers in ", item.spec().verifiers()));
    }

    private static String chosen(String what, String value) {
        return value == null || value.isEmpty() ? "" : what + value;
    }
}

package dev.goldpan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.run.PictureMetrics;
import dev.goldpan.run.PictureSet;
import dev.goldpan.stats.Interval;
import dev.goldpan.verify.FeatureConvention;
import dev.goldpan.verify.VerifierEntry;
import dev.goldpan.verify.VerifierNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldpan metrics}: what folders of pictures are worth. */
@Command(name = "metrics", sortOptions = false,
        description = "Measures a folder of PNG files: FID, inception score, diversity; against a second one KID, precision and recall; "
                + "by verifiers, mean scores and win rates of pictures of the same name.")
final class Metrics implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the pictures.")
    private Path made;

    @Parameters(index = "1", arity = "0..1", paramLabel = "REFERENCE",
            description = "Folder of what they are compared with (default: the statistics beside the network, for FID alone).")
    private Path reference;

    @Option(names = "--convention", paramLabel = "NAME", defaultValue = "own",
            description = "Whose input and inception score: own, pytorch-fid, torch-fidelity, clean-fid, adm (default: ${DEFAULT-VALUE}).")
    private String convention;

    @Option(names = "--verifier", paramLabel = "NAME[,NAME...]", description = "Score the single pictures by these too.")
    private String verifier;

    @Option(names = "--verifiers", paramLabel = "DIR", description = "Folder of the networks (default: the bundled ones).")
    private Path verifiers;

    @Option(names = "--benchmark", paramLabel = "NAME",
            description = "Mark them by geneval or t2i-compbench, as far as the bundled judge can see: captions of the bundled world.")
    private String benchmark;

    @Option(names = "--no-set", description = "Leave out what needs the feature network.")
    private boolean noSet;

    @Option(names = "--patience", paramLabel = "S", defaultValue = "120",
            description = "Seconds that a program or a language model may take over one answer (default: ${DEFAULT-VALUE}).")
    private double patience;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    Metrics(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!(patience > 0 && patience <= 86_400)) {
            throw new IllegalArgumentException("--patience: " + patience + " seconds are not possible; use up to a day");
        }
        PictureMetrics metrics = new PictureMetrics(verifiers, FeatureConvention.of(convention),
                Duration.ofMillis((long) (patience * 1000)));
        List<String> names = verifier == null ? List.of() : VerifierNames.list(verifier);
        PictureSet ours = PictureSet.read(made);
        PictureSet theirs = reference == null ? null : PictureSet.read(reference);
        if (!noSet || benchmark != null || names.stream().anyMatch(VerifierEntry::needsNetwork)) {
            Stream.of(ours, theirs).filter(Objects::nonNull).flatMap(one -> metrics.strange(one).stream())
                    .forEach(line -> terminal.say("warning: " + line));
        }
        var set = noSet ? null : metrics.set(ours, theirs);
        List<PictureMetrics.OfPictures> pictures = new ArrayList<>();
        names.forEach(name -> pictures.addAll(metrics.pictures(name, ours, theirs)));
        if (benchmark != null) {
            pictures.addAll(PictureMetrics.benchmark(benchmark, ours));
        }
        if (json) {
            terminal.out().println(json(ours, theirs, set, pictures));
        } else {
            print(ours, theirs, set, pictures);
        }
        return Main.DONE;
    }

    private void print(PictureSet ours, PictureSet theirs, PictureMetrics.OfSet set,
            List<PictureMetrics.OfPictures> pictures) {
        terminal.out().println(ours.names().size() + " pictures"
                + (theirs == null ? "" : ", " + theirs.names().size() + " of the reference"));
        if (set != null) {
            terminal.out().println("over " + set.features() + " features, convention " + convention + ":");
            set.values().forEach((name, value) -> terminal.out().printf(Locale.ROOT, "  %-26s %12.5f%n", name, value));
            if (set.values().containsKey("fid")) {
                terminal.say("note: a Frechet distance falls with the number of pictures: compare those of equal numbers, or 'fid of"
                        + " infinity'; it is not that of other networks");
            }
        }
        for (var one : pictures) {
            terminal.out().printf(Locale.ROOT, "%s  %s%s%s%n", one.name(), text(one.made()),
                    one.reference() == null ? "" : "  reference " + text(one.reference()),
                    one.wins() == null ? "" : "  wins " + text(one.wins()) + " of " + one.pairs() + " pairs");
            if (one.failed() > 0) {
                terminal.say("warning: " + one.name() + ": " + one.failed() + " pictures without a score");
            }
        }
    }

    private static String text(Interval value) {
        return Double.isNaN(value.low()) ? String.format(Locale.ROOT, "%.4f", value.mean())
                : String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value.mean(), value.low(), value.high());
    }

    private ObjectNode json(PictureSet ours, PictureSet theirs, PictureMetrics.OfSet set,
            List<PictureMetrics.OfPictures> pictures) {
        ObjectNode all = new ObjectMapper().createObjectNode().put("pictures", ours.names().size());
        if (theirs != null) {
            all.put("referencePictures", theirs.names().size());
        }
        if (set != null) {
            ObjectNode values = all.putObject("set").put("features", set.features()).put("convention", convention).put("hash", set.hash())
                    .putObject("values");
            set.values().forEach(values::put);
        }
        ArrayNode scores = all.putArray("scores");
        for (var one : pictures) {
            ObjectNode score = scores.addObject().put("name", one.name()).put("failed", one.failed()).put("pairs", one.pairs());
            put(score, "mean", one.made());
            put(score, "reference", one.reference());
            put(score, "wins", one.wins());
        }
        return all;
    }

    /** Numbers that are not there are null: JSON has no NaN. */
    private static void put(ObjectNode into, String name, Interval value) {
        if (value != null) {
            ArrayNode numbers = into.putArray(name);
            for (double number : new double[] {value.mean(), value.low(), value.high()}) {
                if (Double.isNaN(number)) {
                    numbers.addNull();
                } else {
                    numbers.add(number);
                }
            }
        }
    }
}

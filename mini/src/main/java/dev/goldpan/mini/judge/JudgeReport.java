package dev.goldpan.mini.judge;

import dev.goldpan.judge.Detection;
import dev.goldpan.judge.Judge;
import dev.goldpan.judge.Question;
import dev.goldpan.judge.Thresholds;
import dev.goldpan.judge.Verdict;
import dev.goldpan.mini.generator.Generator;
import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.PromptSet;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Caption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * How well a judge judges scenes that it has not seen: every question with yes and with no, blends, damage and absences, and what
 * is taken for what; as {@code accuracy.md}, {@code subjects.csv} and {@code colours.csv}, with a prefix to these names.
 *
 * <p>Half of the clean scenes are drawn as the model's training scenes are, half show prompts of all the sets, which include the
 * pairs held out from the model.
 */
public final class JudgeReport {
    private static final double BADLY = 0.8;
    private static final int MISTAKES = 15;
    static final long TRIALS = 9; // key of what is drawn: those of (seed, index) drew the scene

    private final Judge judge;
    private final long seed;
    private final int count;
    private final StringBuilder text = new StringBuilder();
    private final Confusion subjects = new Confusion();
    private final Confusion colours = new Confusion();

    /** @param seed of the world that the judge is tested on @param count clean scenes, and exhibits of each kind */
    public JudgeReport(Judge judge, long seed, int count) {
        this.judge = judge;
        this.seed = seed;
        this.count = count;
    }

    /** Measures and writes. @param prefix of the files' names @param model for the same scenes as generated pictures look; or null */
    public void write(Path folder, String prefix, Generator model) {
        String subjectTable = prefix + "subjects.csv";
        String colourTable = prefix + "colours.csv";
        Thresholds t = judge.thresholds();
        line("# Accuracy of the judge\n");
        line("%d rendered scenes of seed %d that no network was trained on. Thresholds: score %.2f, exists %.2f,%n"
                + "recognisable %.2f, margin %.2f, mixture %.2f, colour %.2f.%n", count, seed, t.score(), t.exists(),
                t.recognisable(), t.margin(), t.mixture(), t.colour());
        line("\"Yes\" are pictures that are what is asked; \"no\" are prompts of which the picture shows all but one thing%n"
                + "(a subject, half of the time a look-alike; a colour; a number; a place; a style).%n");
        List<Scene> scenes = scenes();
        questions("As rendered", scenes, new Examination(judge, null).scenes(scenes), true);
        if (model != null) {
            questions("Through the autoencoder", scenes, new Examination(judge, model).scenes(scenes), false);
        }
        exhibits(new JudgePixels(model));
        line("## What is taken for what%n");
        line("Subjects of clean scenes as rendered: %d of %d right; all counts are in %s. The commonest mistakes:%n",
                subjects.right(), subjects.total(), link(subjectTable));
        line("| is | taken for | times |%n|---|---|---|%n%s", subjects.mistakes(MISTAKES));
        line("Named colours: %d of %d right; all counts are in %s. The commonest mistakes:%n", colours.right(),
                colours.total(), link(colourTable));
        line("| is | taken for | times |%n|---|---|---|%n%s", colours.mistakes(MISTAKES));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(prefix + "accuracy.md"), text.toString().stripTrailing() + "\n");
            Files.writeString(folder.resolve(subjectTable), subjects.csv());
            Files.writeString(folder.resolve(colourTable), colours.csv());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the report cannot be written", e);
        }
    }

    private static String link(String file) {
        return "[" + file + "](" + file + ")";
    }

    private List<Scene> scenes() {
        List<String> prompts = Arrays.stream(PromptSet.values()).flatMap(set -> set.prompts().stream()).toList();
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scenes.add(i % 2 == 0 ? Scene.of(seed, i) : Scene.of(Caption.parse(prompts.get(i / 2 % prompts.size())), seed, i));
        }
        return scenes;
    }

    private void questions(String title, List<Scene> scenes, List<List<Detection>> seen, boolean confusing) {
        Map<Question, Tally> tallies = new EnumMap<>(Question.class);
        for (int i = 0; i < scenes.size(); i++) {
            for (Trial trial : Trial.of(scenes.get(i).spec(), Dice.of(seed, i, TRIALS))) {
                boolean answer = Verdict.of(trial.asked(), seen.get(i), judge.thresholds()).holds(trial.question());
                tallies.computeIfAbsent(trial.question(), q -> new Tally()).add(trial.truth(), answer);
            }
            if (confusing) {
                confuse(scenes.get(i), seen.get(i));
            }
        }
        line("## %s%n%n| question | yes | told | no | told | all |%n|---|---|---|---|---|---|", title);
        tallies.forEach((question, tally) -> line("| %s | %s |", question.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                tally.cells()));
        line("");
    }

    private void confuse(Scene scene, List<Detection> seen) {
        for (Placed thing : scene.things()) {
            Optional<Detection> found = Examination.of(thing.box(), counted(seen));
            subjects.add(thing.subject().noun(), found.map(d -> d.subject().noun()).orElse(Confusion.MISSED));
            if (!thing.colour().word().isEmpty()) {
                colours.add(thing.colour().word(), found.map(d -> d.colour().name().toLowerCase(Locale.ROOT))
                        .orElse(Confusion.MISSED));
            }
        }
    }

    /** Pictures of which the answer is not that of their prompt. */
    private void exhibits(JudgePixels pixels) {
        line("## Mixtures, damage and absences%n%n| pictures | answer | things | told |%n|---|---|---|---|");
        List<Examination.Look> blends = looks(pixels, Exhibit.Kind.BLENDED);
        things("blends of two subjects that look alike", "a mixture", blends,
                truth -> truth.mixture() && truth.plainly() && LookAlikes.alike(truth.first(), truth.second()),
                (truth, seen) -> mixed(seen));
        things("blends of two other subjects", "a mixture", blends,
                truth -> truth.mixture() && truth.plainly() && !LookAlikes.alike(truth.first(), truth.second()),
                (truth, seen) -> mixed(seen));
        List<Examination.Look> crowds = looks(pixels, Exhibit.Kind.CROWDED);
        things("things overlapping or cut off", "recognisable", crowds, truth -> truth.damage() == 0, this::recognised);
        things("things overlapping or cut off", "not a mixture", crowds, truth -> true, (truth, seen) -> !mixed(seen));
        List<Examination.Look> damaged = looks(pixels, Exhibit.Kind.DAMAGED);
        things("things whole or slightly damaged", "recognisable", damaged, truth -> truth.damage() == 0, this::recognised);
        things("things badly damaged", "not recognisable", damaged, truth -> truth.damage() > BADLY,
                (truth, seen) -> !recognised(truth, seen));
        List<Examination.Look> empty = looks(pixels, Exhibit.Kind.EMPTY);
        Tally nothing = new Tally();
        empty.forEach(look -> nothing.add(true, counted(look.seen()).isEmpty()));
        line("| empty backgrounds | nothing | %d | %s |%n", nothing.yes(), nothing.told());
    }

    private List<Examination.Look> looks(JudgePixels pixels, Exhibit.Kind kind) {
        return Examination.exhibits(judge, pixels, kind, seed, 0, count);
    }

    /** One line about the things that {@code which} chooses: how often what is seen of them is {@code told} rightly. */
    private void things(String what, String answer, List<Examination.Look> looks, Predicate<Truth> which,
            BiPredicate<Truth, Optional<Detection>> told) {
        Tally tally = new Tally();
        for (Examination.Look look : looks) {
            look.exhibit().truths().stream().filter(which).forEach(truth -> tally.add(true,
                    told.test(truth, Examination.of(truth.box(), counted(look.seen())))));
        }
        line("| %s | %s | %d | %s |", what, answer, tally.yes(), tally.told());
    }

    private List<Detection> counted(List<Detection> seen) {
        return seen.stream().filter(d -> d.score() >= judge.thresholds().score()).toList();
    }

    private boolean mixed(Optional<Detection> seen) {
        return seen.filter(d -> d.mixture() >= judge.thresholds().mixture()).isPresent();
    }

    private boolean recognised(Truth truth, Optional<Detection> seen) {
        return seen.filter(d -> d.subject() == truth.first() && d.of(d.subject()) >= judge.thresholds().recognisable()
                && d.margin() >= judge.thresholds().margin()).isPresent();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

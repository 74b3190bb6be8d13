package dev.goldpan.mini.train;

import dev.goldpan.judge.Judge;
import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.Thresholds;
import dev.goldpan.mini.generator.Generator;
import dev.goldpan.mini.judge.AgreementReport;
import dev.goldpan.mini.judge.Calibration;
import dev.goldpan.mini.judge.Gallery;
import dev.goldpan.mini.judge.JudgePixels;
import dev.goldpan.mini.judge.JudgeReport;
import dev.goldpan.mini.judge.LabelSheet;
import dev.goldpan.mini.viewing.ViewedPictures;
import dev.goldpan.mini.viewing.Viewing;
import dev.goldpan.mini.world.PromptSet;
import dev.goldpan.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The judge: training, thresholds, accuracy, and agreement with a person. */
@Command(name = "judge", description = "The judge.")
final class JudgeVerbs {
    /** Exhibits of training never reach this index. */
    private static final long UNSEEN = 1L << 40;

    private static final String MODEL = "mini, or a checkpoint's folder: the model whose pictures the judge shall know (default: none;"
            + " pictures are worn by hand)";
    private static final String JUDGE = "folder of the judge (default: ${DEFAULT-VALUE})";
    private static final String FOLDER = "mini-training/judge";

    private JudgeVerbs() {}

    @Command(name = "train", description = "Trains it, over scenes of its own.")
    int train(@Mixin Train.Options options, @Option(names = "--model", description = MODEL) String model,
            @Option(names = "--from", description = "folder of the judge that a new run begins as (default: random weights)") Path from,
            @Option(names = "--viewed", description = "folder of the pictures that were viewed, to learn from them too (default: none)")
            Path viewed) {
        Plan plan = options.plan("judge");
        try (Objective objective = new JudgeObjective(JudgeConfig.bundled(),
                StoredValues.orRandom(from, options.seed), generator(model),
                viewed == null ? null : new ViewedPictures(Viewing.JUDGE.lessons(), viewed), options.batch)) {
            Trainer.run("judge", plan, objective);
        }
        return 0;
    }

    @Command(name = "calibrate", description = "Sets its thresholds on rendered scenes, and pictures that were viewed, that it was not trained on.")
    int calibrate(@Option(names = "--judge", description = JUDGE, defaultValue = FOLDER) Path folder,
            @Option(names = "--model", description = MODEL) String model,
            @Option(names = "--exhibits", description = "of each kind (default: ${DEFAULT-VALUE})", defaultValue = "1500")
            int exhibits, @Option(names = "--viewed", description = "folder of the pictures that were viewed (default: none)") Path viewed) {
        try (Judge judge = Judge.open(folder, Device.CPU); JudgePixels pixels = new JudgePixels(generator(model))) {
            Thresholds thresholds = new Calibration(judge, pixels, Worlds.JUDGE, UNSEEN, exhibits,
                    viewed == null ? null : new ViewedPictures(Viewing.JUDGE.trials(), viewed)).thresholds();
            JudgeConfig.read(folder.resolve("config.json")).with(thresholds).write(folder.resolve("config.json"));
            System.out.println(thresholds);
        }
        return 0;
    }

    @Command(name = "report", description = "Measures it on scenes of a seed of their own; writes accuracy.md and two tables.")
    int report(@Option(names = "--judge", description = JUDGE, defaultValue = FOLDER) Path folder,
            @Option(names = "--model", description = MODEL) String model,
            @Option(names = "--scenes", description = "and of each exhibit (default: ${DEFAULT-VALUE})", defaultValue = "2000")
            int scenes, @Option(names = "--into", description = "folder to write to (default: the judge's)") Path into,
            @Option(names = "--prefix", description = "what the names of the three files begin with (default: nothing)", defaultValue = "")
            String prefix) {
        try (Judge judge = Judge.open(folder, Device.CPU); Generator known = generator(model)) {
            new JudgeReport(judge, Worlds.JUDGE_TEST, scenes).write(into == null ? folder : into, prefix, known);
        }
        return 0;
    }

    @Command(name = "pictures", description = "Draws pictures to label or view: some of each prompt set, or of each prompt of a file.")
    int pictures(@Option(names = "--into", required = true, description = "folder for them") Path into,
            @Option(names = "--sets", split = ",", description = "of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
                    defaultValue = "SINGLES,AE_ANIMAL_ANIMAL,AE_ANIMAL_OBJECT,AE_OBJECT_OBJECT,SIMILAR") List<PromptSet> sets,
            @Option(names = "--prompts", description = "file of prompts, one a line, to take in the place of sets") Path prompts,
            @Option(names = "--each", description = "of each set or prompt (default: ${DEFAULT-VALUE})", defaultValue = "60") int each,
            @Option(names = "--seed", description = "of the first (default: ${DEFAULT-VALUE})", defaultValue = "7000") long seed)
            throws IOException {
        List<String> drawn = prompts == null ? sets.stream().flatMap(set -> Gallery.spread(set, each).stream()).toList()
                : Files.readAllLines(prompts).stream().flatMap(prompt -> Collections.nCopies(each, prompt).stream()).toList();
        new Gallery("mini").write(drawn, seed, into);
        return 0;
    }

    @Command(name = "sheet", description = "Numbered contact sheets of generated pictures, and a file to write labels into.")
    int sheet(@Option(names = "--pictures", required = true, description = "folder of pictures from goldpan") Path pictures,
            @Option(names = "--into", required = true, description = "folder for the sheets and labels.csv") Path into) {
        System.out.println(LabelSheet.write(pictures, into) + " pictures in " + into);
        return 0;
    }

    @Command(name = "agree", description = "How often it says of generated pictures what was labelled by eye; writes agreement.md.")
    int agree(@Option(names = "--judge", description = JUDGE, defaultValue = FOLDER) Path folder,
            @Option(names = "--pictures", required = true, description = "folder of the pictures") Path pictures,
            @Option(names = "--labels", required = true, description = "labels.csv, filled in") Path labels,
            @Option(names = "--second", description = "labels of the same pictures by somebody else (default: none)") Path second,
            @Option(names = "--to", description = "file to write (default: agreement.md in the judge's folder)") Path to) {
        try (Judge judge = Judge.open(folder, Device.CPU)) {
            AgreementReport report = new AgreementReport(judge, pictures, labels, second);
            report.write(to == null ? folder.resolve("agreement.md") : to);
            System.out.printf("least agreement of a question: %.1f %%%n", 100 * report.least());
        }
        return 0;
    }

    private static Generator generator(String model) {
        return model == null ? null : new Generator(model);
    }
}

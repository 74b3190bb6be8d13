package dev.goldpan.run;

import dev.goldpan.laws.FakeTask;
import dev.goldpan.laws.FakeSlope;
import dev.goldpan.search.Algorithm;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Course;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.FirstOrder;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.Objective;
import dev.goldpan.search.Task;
import dev.goldpan.tensor.Png;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A search in a folder that another process kills: begins it or goes on with it. */
final class KilledRun {
    private static final int STEPS = 8;
    private static final Budget BUDGET = Budget.ofNfe(150 * STEPS);

    private KilledRun() {}

    public static void main(String[] args) {
        run(Path.of(args[0]), Long.parseLong(args[1]));
    }

    /** @param pause of the verifier in milliseconds, so that there is time to kill */
    static Result run(Path folder, long pause) {
        Task task = new FakeTask("ddim", 1, 1, 3, 4, 4);
        FakeSlope slow = new FakeSlope("slow", image -> {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return image.select(1, 0).mean();
        });
        Algorithm algorithm = new FirstOrder(2, 2, 0.9, 0.5, 3); // a batch without gradients, the others with
        try (RunFolder run = RunFolder.isThere(folder) ? RunFolder.open(folder) : RunFolder.create(folder, "{}", "{}");
                Evaluator evaluator = new ModelEvaluator(task, List.of(slow), List.of(), 2, Set.of(), Duration.ofMinutes(1), run.blobs())) {
            Grounds grounds = new Grounds(3, null, List.of(1L, 3L, 4L, 4L), new Course.Steps(STEPS),
                    course -> course.schedule(task.sampler(), task.path()), 1000, true, new Objective(List.of("slow")), STEPS, 2,
                    BUDGET.nfe(), run.blobs());
            Plan plan = new Plan(algorithm, grounds, BUDGET, new Course.Steps(STEPS), 1, 1);
            Darkroom darkroom = (finished, width) -> run.keep(finished, outcome -> Png.encode(outcome.image(), Map.of()));
            return new Runner(plan, evaluator, evaluator, run.journal(), darkroom, new Listener() {}).run();
        }
    }
}

package dev.goldpan.cli;

import dev.goldpan.run.sweep.Digest;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.SweepPlan;
import dev.goldpan.run.sweep.SweepRun;
import dev.goldpan.run.sweep.WorkItem;

/** Runs a sweep to its end, interrupted or not, and says what there is. */
final class SweepEnd {
    private final Terminal terminal;
    private final SweepDisplay display;

    SweepEnd(Terminal terminal, SweepDisplay display) {
        this.terminal = terminal;
        this.display = display;
    }

    /** @return the exit code */
    int run(SweepRun run) {
        SweepPlan plan = run.folder().plan();
        display.begins(plan.nfe());
        boolean whole;
        try (Interruption interruption = Interruption.calls(run::cancel)) {
            whole = run.run();
        }
        display.close();
        print(terminal, run.folder(), plan);
        return whole ? Main.DONE : Main.FAILED;
    }

    /** How {@code folder} stands. */
    static void print(Terminal terminal, SweepFolder folder, SweepPlan plan) {
        long finished = plan.items().stream().filter(item -> folder.isFinished(item.run())).count();
        long nfe = plan.items().stream().filter(item -> folder.isFinished(item.run())).mapToLong(WorkItem::nfe).sum();
        terminal.out().printf("%s: %d of %d searches done, %d of %d NFE%n", plan.name(), finished, plan.items().size(), nfe, plan.nfe());
        if (finished == plan.items().size()) {
            terminal.out().println("digest " + Digest.of(folder));
            terminal.out().println("goldpan report " + folder.folder());
        } else {
            terminal.out().println("goldpan resume " + folder.folder());
        }
    }
}

package dev.goldpan.cli;

import dev.goldpan.run.sweep.Digest;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.SweepPlan;
import dev.goldpan.run.sweep.SweepRun;
import dev.goldpan.run.sweep.WorkItem;
import dev.goldpan.verify.Llm;
import dev.goldpan.verify.llm.Spent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        List<WorkItem> work = plan.work();
        List<WorkItem> finished = work.stream().filter(item -> folder.isDone(item)).toList();
        terminal.out().printf("%s: %d of %d searches done, %d of %d NFE%n", plan.name(), finished.size(), work.size(),
                finished.stream().mapToLong(WorkItem::nfe).sum(), plan.nfe());
        Map<String, Spent> spending = new TreeMap<>();
        work.forEach(item -> folder.spending(item.run()).forEach((name, spent) -> spending.merge(name, spent, Spent::plus)));
        spending.forEach((name, spent) -> terminal.out().println(name + ": " + spent.told(Llm.limits(name))));
        if (finished.size() == work.size()) {
            terminal.out().println("digest " + Digest.of(folder));
            terminal.out().println("goldpan report " + folder.folder());
        } else {
            terminal.out().println("goldpan resume " + folder.folder());
        }
    }
}

package dev.goldpan.run.sweep;

import dev.goldpan.model.ModelChoice;
import dev.goldpan.run.Appraiser;
import dev.goldpan.run.Manifest;
import dev.goldpan.run.PostgresUrl;
import dev.goldpan.run.Progress;
import dev.goldpan.run.Result;
import dev.goldpan.run.SearchRun;
import dev.goldpan.run.Stop;
import dev.goldpan.run.Workshop;
import dev.goldpan.verify.Llm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Does the work of a sweep, item after item, each written down batch by batch: killed anywhere, the same command goes on with it to
 * the same end. What is done already, by whichever spec, is not done again.
 */
public final class SweepRun implements AutoCloseable {
    private final SweepFolder folder;
    private final SweepPlan plan;
    private final Workshop workshop;
    private final SweepListener listener;
    private final Set<String> said = new HashSet<>();
    private volatile boolean cancelled;
    private volatile SearchRun current;

    private SweepRun(SweepFolder folder, SweepPlan plan, Workshop workshop, SweepListener listener) {
        this.folder = folder;
        this.plan = plan;
        this.workshop = workshop;
        this.listener = listener;
    }

    /** Begins {@code plan} in {@code folder}, or goes on with it there. @param workshop lends what is needed; closed by the caller */
    public static SweepRun begin(SweepPlan plan, Path folder, Workshop workshop, SweepListener listener) {
        return begin(plan, folder, null, workshop, listener);
    }

    /** The same. @param store where its database is or shall be; null for where it is, or a file in the folder */
    public static SweepRun begin(SweepPlan plan, Path folder, PostgresUrl store, Workshop workshop, SweepListener listener) {
        SweepFolder opened = SweepFolder.at(folder, store);
        try {
            opened.plan(plan);
            return new SweepRun(opened, plan, workshop, listener);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Goes on with the sweep in {@code folder}. */
    public static SweepRun resume(Path folder, Workshop workshop, SweepListener listener) {
        SweepFolder opened = SweepFolder.open(folder);
        try {
            return new SweepRun(opened, opened.plan(), workshop, listener);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Where it is kept. */
    public SweepFolder folder() {
        return folder;
    }

    /**
     * Takes over what {@code other}, a folder of a sweep, has finished of this one, instead of doing it again.
     *
     * @return how many searches were taken
     * @throws IllegalArgumentException if there is no sweep, if it was made by other networks of the same name, or if a picture that it
     *     kept is damaged; searches taken before stay
     */
    public int take(Path other) {
        try (SweepFolder theirs = SweepFolder.look(other)) {
            return new Takeover(theirs, folder).take(plan);
        }
    }

    /** Works until everything is done. @return false if it was cancelled before */
    public boolean run() {
        Provenance provenance = new Provenance(folder);
        ModelChoice loaded = null;
        long nfe = 0;
        List<WorkItem> work = plan.work();
        for (int place = 0; place < work.size() && !cancelled; place++) {
            WorkItem item = work.get(place);
            if (!folder.isDone(item)) {
                if (loaded != null && !loaded.equals(item.spec().model())) {
                    workshop.makeRoom(); // one model in memory at a time
                }
                loaded = item.spec().model();
                listener.begins(item, place, work.size(), nfe);
                if (!folder.isFinished(item.run())) {
                    work(item, provenance);
                }
                provenance.check(item, workshop);
                for (LossChoice choice : folder.isFinished(item.run()) ? item.losses() : List.<LossChoice>of()) {
                    new LossPass(folder, item, choice).run(workshop, new Once(), () -> cancelled);
                }
            }
            nfe += item.nfe();
        }
        return !cancelled;
    }

    private void work(WorkItem item, Provenance provenance) {
        Appraiser judge = item.judged() ? workshop.appraiser(item.spec()).orElse(null) : null;
        List<Llm> graders = Stream.concat(item.spec().steering().stream(), item.spec().heldOut().stream()).filter(Llm::isNamed).distinct()
                .map(name -> (Llm) workshop.verifier(item.spec(), name)).toList();
        ItemRecords records = new ItemRecords(folder, item, judge, graders);
        try (SearchRun search = SearchRun.of(records, workshop, new Once())) {
            String manifest = Manifest.judgedBy(records.judge(), search.manifest());
            provenance.check(item.spec().model(), manifest);
            if (records.manifest().isEmpty()) {
                folder.begin(item.run(), manifest);
            } else {
                Manifest.check(records.manifest(), manifest, folder.folder(), listener);
            }
            current = search;
            if (cancelled) {
                return;
            }
            Result result = search.run();
            Optional<String> silent = search.givenUp().or(() -> silence(result).map(why -> of(item) + ": " + why));
            if (silent.isPresent()) {
                folder.forget(item.run()); // pictures without what steers are no result
                throw new IllegalArgumentException(folder.folder() + ": " + silent.get() + "; what is finished stays, and 'goldpan resume "
                        + folder.folder() + "' does the rest");
            }
            if (result.stopped().cause().isEnd()) {
                folder.finish(item.run());
            }
        } finally {
            current = null;
        }
    }

    /** Why there is too little to go by; empty where there is enough. */
    private static Optional<String> silence(Result result) {
        if (result.stopped().cause() == Stop.Cause.NO_SCORES) {
            return Optional.of(result.stopped().reason());
        }
        return result.stopped().cause().isEnd() && !result.scored() ? Optional.of("no candidate has a score (" + result.failure() + ")")
                : Optional.empty();
    }

    private static String of(WorkItem item) {
        return item.spec().algorithm() + " “" + item.spec().prompt().text() + "”";
    }

    /** Lets the sweep end after the batch that is being evaluated. May be called from any thread. */
    public void cancel() {
        cancelled = true;
        SearchRun search = current;
        if (search != null) {
            search.cancel();
        }
    }

    /** Passes on what a run says, each warning once. */
    private final class Once implements SweepListener {
        @Override
        public void evaluated(Progress progress) {
            listener.evaluated(progress);
            SearchRun search = current;
            if (search != null && search.givenUp().isPresent()) {
                search.cancel();
            }
        }

        @Override
        public void asked(WorkItem item, long done, long of) {
            listener.asked(item, done, of);
        }

        @Override
        public void warns(String line) {
            if (said.add(line)) {
                listener.warns(line);
            }
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}

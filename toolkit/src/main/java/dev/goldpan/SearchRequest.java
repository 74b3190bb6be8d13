package dev.goldpan;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.BatchSize;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.run.ByLoss;
import dev.goldpan.run.Forecast;
import dev.goldpan.run.Limits;
import dev.goldpan.run.Listener;
import dev.goldpan.run.SearchRun;
import dev.goldpan.run.Setup;
import dev.goldpan.run.Spec;
import dev.goldpan.run.Workshop;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Grounds;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A search that is asked for. What is not said is what the model's makers advise, or the best of {@value Limits#USUAL} independent
 * noises by the bundled CLIP. Options are called as on the command line.
 */
public final class SearchRequest {

    private final Goldpan goldpan;
    private final Prompt prompt;
    private final Map<String, String> set = new LinkedHashMap<>();
    private Settings settings;
    private Integer searchSteps;
    private String algorithm = "random";
    private String verifier;
    private ByLoss loss;
    private List<String> heldOut;
    private Path verifiers;
    private Limits limits = Limits.NONE;
    private int keep = 1;
    private Integer batch;
    private long seed;
    private Grounds.Around around;
    private Blobs known = Blobs.none();
    private double patience = 120;
    private Path folder;
    private Listener listener = new Listener() {};
    private SearchRun running;
    private boolean cancelled;

    SearchRequest(Goldpan goldpan, Prompt prompt) {
        this.goldpan = goldpan;
        this.prompt = prompt;
        this.settings = goldpan.model().usualSettings();
    }

    /** A paper's set-up; what is said after it holds. */
    public SearchRequest setup(Setup preset) {
        algorithm = preset.algorithm();
        verifier(preset.verifier());
        searchSteps = preset.searchSteps();
        limits = preset.limits();
        return settings(settings.with(preset.steps(), preset.sampler(), preset.eta()));
    }

    /** How pictures are made so far. */
    public Settings settings() {
        return settings;
    }

    /** How pictures are made, whole. */
    public SearchRequest settings(Settings all) {
        settings = all;
        return this;
    }

    /** Steps of the sampler: of the winner's final run, and of the search where {@link #searchSteps} says nothing else. */
    public SearchRequest steps(int steps) {
        return settings(settings.withSteps(steps));
    }

    /** Steps while searching; the winner is then run again with {@link #steps}. */
    public SearchRequest searchSteps(int steps) {
        searchSteps = steps;
        return this;
    }

    /** How to search, by name: {@link Algorithms#all} has them. */
    public SearchRequest algorithm(String name) {
        algorithm = name;
        return this;
    }

    /** A setting of the algorithm, as in {@code set("neighbours", 8)}. */
    public SearchRequest set(String key, Object value) {
        set.put(key, String.valueOf(value));
        return this;
    }

    /** What steers, by name: {@code clip}, {@code ensemble:a+b}, {@code exec:COMMAND}, or a loss such as {@code conform}. */
    public SearchRequest verifier(String name) {
        verifier = name;
        loss = null;
        return this;
    }

    /** Losses of the model's own attention steer: noises are ranked, and the winners alone become pictures. */
    public SearchRequest loss(ByLoss ranking) {
        verifier(ranking.verifier());
        loss = ranking;
        return this;
    }

    /** Your own verifier steers. */
    public SearchRequest verifier(Verifier yours) {
        goldpan.lend(yours);
        return verifier(yours.info().name());
    }

    /** Verifiers that only look, by name; without this, the bundled ones look at pictures of the bundled model. */
    public SearchRequest heldOut(String... names) {
        heldOut = List.of(names);
        return this;
    }

    /** Folder of the verifiers' networks, where they are not the bundled ones. */
    public SearchRequest verifiers(Path networks) {
        verifiers = networks;
        return this;
    }

    /** As much as {@code images} whole candidates cost. */
    public SearchRequest budget(int images) {
        return limits(Limits.ofImages(images));
    }

    /** Any other limits. */
    public SearchRequest limits(Limits all) {
        limits = all;
        return this;
    }

    /** How many winners. */
    public SearchRequest keep(int winners) {
        keep = winners;
        return this;
    }

    /** Candidates that are made at a time; part of the result's recipe. */
    public SearchRequest batch(int candidates) {
        batch = candidates;
        return this;
    }

    /** Seed of the first noise. */
    public SearchRequest seed(long first) {
        seed = first;
        return this;
    }

    /**
     * Searches near a noise only.
     *
     * @param noise where that is which cannot be drawn again, see {@link dev.goldpan.run.RunFolder#noiseNear}
     */
    public SearchRequest around(Grounds.Around neighbourhood, Blobs noise) {
        around = neighbourhood;
        known = noise;
        return this;
    }

    /** Seconds that a verifier may take over one batch. */
    public SearchRequest patience(double seconds) {
        patience = seconds;
        return this;
    }

    /** Where the run is written down, so that it can be resumed; without, it is kept in memory. */
    public SearchRequest folder(Path run) {
        folder = run;
        return this;
    }

    /** Who is told how it goes, from the thread that runs it. */
    public SearchRequest listener(Listener told) {
        listener = told;
        return this;
    }

    /** Everything that decides what is found. @throws IllegalArgumentException in one line, if it cannot be done */
    public Spec spec() {
        int together = Algorithms.configured(algorithm, set).together();
        StableDiffusion model = goldpan.model();
        model.check(settings);
        model.check(prompt);
        int search = searchSteps == null ? settings.steps() : searchSteps;
        int last = search == settings.steps() ? 0 : keep * model.calls(settings);
        boolean bundled = goldpan.choice().isBundled() && verifiers == null;
        if (verifier == null && !bundled) {
            throw new IllegalArgumentException("--verifier: name one; the bundled ones know only the pictures of the bundled model, so"
                    + " give the folder of others with --verifiers, or a program with --verifier exec:COMMAND");
        }
        String steers = verifier == null ? "clip" : verifier;
        List<String> looking = new ArrayList<>(heldOut != null ? heldOut : bundled ? Workshop.usual() : List.of());
        looking.removeAll(VerifierNames.members(steers));
        List<String> losses = Stream.of(Stream.ofNullable(settings.attention().guide()), VerifierNames.members(steers).stream(),
                looking.stream()).flatMap(names -> names).filter(Losses::isLoss).toList();
        if (!losses.isEmpty()) {
            Losses.checkHeard(settings.attention(), losses);
        }
        int optimise = loss == null ? 0 : loss.evaluationsEach();
        Limits within = loss == null ? limits : loss.within(limits);
        boolean guided = settings.guidance() > 1;
        int calls = model.calls(settings.withSteps(search));
        Budget budget = within.budget(calls, last, guided);
        long paid = loss != null ? Long.MAX_VALUE : budget.pays(calls, guided);
        // It may stop after any noise that was optimised.
        int usualBatch = optimise > 0 ? 1 : BatchSize.usual(settings, together > 0 ? together : paid);
        return new Spec(goldpan.choice(), prompt, settings, search, algorithm, set, steers, optimise, looking,
                verifiers == null ? null : verifiers.toAbsolutePath().normalize().toString(),
                budget, keep, batch == null ? usualBatch : batch, seed, around, patience);
    }

    /** What it would cost, from one batch of it. */
    public Forecast forecast() {
        synchronized (goldpan) {
            return Forecast.of(spec(), goldpan.workshop(), listener);
        }
    }

    /** Begins the search, for callers who want to look at it while it is there; close it before the next one begins. */
    public SearchRun begin() {
        synchronized (goldpan) {
            List<float[]> centre = around == null ? List.of() : around.centre().blobs().stream().map(known::read).toList();
            SearchRun run = SearchRun.begin(spec(), folder, goldpan.workshop(), listener);
            centre.forEach(run.records().blobs()::write);
            return run;
        }
    }

    /**
     * Searches until there is a reason to stop.
     *
     * @throws IllegalArgumentException in one line, if it cannot be done
     * @throws java.util.concurrent.CancellationException if it was cancelled before it looked at anything
     */
    public Found run() {
        synchronized (goldpan) {
            try (SearchRun run = begin()) {
                hand(run);
                return Found.of(run, run.run(), folder);
            } finally {
                hand(null);
            }
        }
    }

    private synchronized void hand(SearchRun run) {
        running = run;
        if (run != null && cancelled) {
            run.cancel();
        }
    }

    /** Lets the search end after the batch that is being evaluated, with what it has found so far. May be called from any thread. */
    public synchronized void cancel() {
        cancelled = true;
        if (running != null) {
            running.cancel();
        }
    }
}

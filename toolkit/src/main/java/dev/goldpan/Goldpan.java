package dev.goldpan;

import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.run.Listener;
import dev.goldpan.run.SearchRun;
import dev.goldpan.run.Workshop;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.Verifier;
import java.nio.file.Path;

/**
 * A model to search with. Networks are loaded by the first search and stay loaded for the next ones; searches of one object take turns.
 *
 * <pre>{@code
 * try (Goldpan goldpan = Goldpan.open()) {
 *     Found found = goldpan.search("a cat and a red balloon").run();
 *     found.best().save(Path.of("best.png"));
 * }
 * }</pre>
 */
public final class Goldpan implements AutoCloseable {
    private final ModelChoice choice;
    private final StableDiffusion checkpoint;
    private final Workshop workshop = new Workshop();

    private Goldpan(ModelChoice choice) {
        this.choice = choice;
        this.checkpoint = workshop.checkpoint(choice);
    }

    /** The bundled model, wherever it runs best. */
    public static Goldpan open() {
        return open("mini");
    }

    /**
     * A model, wherever it runs best.
     *
     * @param model a bundled one's name, the folder of a checkpoint in the layout of diffusers, or a single file
     */
    public static Goldpan open(String model) {
        return open(new ModelChoice(model, null, null, null, null, "auto", "auto"));
    }

    /** A model with all choices. @throws IllegalArgumentException in one line, if it cannot be used */
    public static Goldpan open(ModelChoice choice) {
        return new Goldpan(choice.absolute());
    }

    /** A search for the best picture of {@code prompt}, which begins when it is {@link SearchRequest#run run}. */
    public SearchRequest search(String prompt) {
        return search(new Prompt(prompt));
    }

    /** The same with negative words, or words for the second encoder of SDXL. */
    public SearchRequest search(Prompt prompt) {
        return new SearchRequest(this, prompt);
    }

    /**
     * Makes your own verifier known: searches and {@link #resume} then find it under its name.
     *
     * @param verifier scores single candidates; is not closed by this object
     */
    public synchronized void lend(Verifier verifier) {
        workshop.lend(verifier);
    }

    /** Goes on with the search in {@code folder} to the end it would have come to, or reads that end. */
    public synchronized Found resume(Path folder, Listener listener) {
        try (SearchRun run = SearchRun.resume(folder, workshop, listener)) {
            return Found.of(run, run.run(), folder);
        }
    }

    ModelChoice choice() {
        return choice;
    }

    /** What the model is; no weights. */
    public StableDiffusion model() {
        return checkpoint;
    }

    Workshop workshop() {
        return workshop;
    }

    /** Releases the networks and ends the verifiers' programs; waits for a search that runs. */
    @Override
    public synchronized void close() {
        workshop.close();
    }
}

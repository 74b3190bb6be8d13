package dev.goldpan.run;

import dev.goldpan.verify.Llm;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.llm.Spent;
import java.util.List;
import java.util.Optional;

/** Writes down what language models cost a run, after each of its batches; the first run also what was tried before it. */
final class Bookkeeper implements Listener {
    private final Listener listener;
    private final Records records;
    private final List<Llm> paid;

    /** @param listener who is told all that this one is told */
    Bookkeeper(Listener listener, Records records, List<Verifier> verifiers) {
        this.listener = listener;
        this.records = records;
        this.paid = verifiers.stream().filter(Llm.class::isInstance).map(Llm.class::cast).toList();
    }

    /** Writes down what was spent since the last time. */
    void note() {
        for (Llm llm : paid) {
            Spent since = llm.spending().take();
            if (since.calls() != 0 || since.read() != 0 || since.written() != 0) { // calls, or what estimated ones really took
                records.spend(llm.info().name(), since);
            }
        }
    }

    /** Which of them asks nothing more, and why. */
    Optional<String> givenUp() {
        return paid.stream().filter(llm -> llm.givenUp().isPresent()).findFirst()
                .map(llm -> llm.info().name() + " answers no more: " + llm.givenUp().orElseThrow());
    }

    @Override
    public void evaluated(Progress progress) {
        note();
        listener.evaluated(progress);
    }

    @Override
    public void subjects(List<String> names) {
        listener.subjects(names);
    }

    @Override
    public void warns(String line) {
        listener.warns(line);
    }
}

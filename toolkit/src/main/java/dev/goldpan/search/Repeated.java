package dev.goldpan.search;

import java.util.List;
import java.util.function.Function;

/** A search that comes to an end by itself, begun again with other noise as long as the budget lasts. */
final class Repeated implements Search {
    private final Grounds grounds;
    private final int stride;
    private final Function<Grounds, Search> begin;
    private Search inner;
    private long runs;

    /** @param stride independent noises that one run takes at most */
    Repeated(Grounds grounds, int stride, Function<Grounds, Search> begin) {
        this.grounds = grounds;
        this.stride = stride;
        this.begin = begin;
        this.inner = begin.apply(grounds);
    }

    @Override
    public List<Candidate> ask() {
        List<Candidate> asked = inner.ask();
        if (asked.isEmpty()) {
            runs++;
            inner = begin.apply(grounds.withSeed(grounds.seed() + runs * stride));
            asked = inner.ask();
        }
        return asked;
    }

    @Override
    public boolean wantsGradients() {
        return inner.wantsGradients();
    }

    @Override
    public void tell(List<Scored> results) {
        inner.tell(results);
    }
}

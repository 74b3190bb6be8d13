package dev.goldpan.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Best of N: noises drawn independently, the best of which is kept (Ma et al. 2025, section 3, Random Search). Candidate i is the
 * plain seed {@code seed + i}, so whatever wins can be made again with any other program from a number.
 */
public record RandomSearch() implements Algorithm {
    private static final int BATCHES = 16; // asked for at once, so that few are waited for with nothing else to do

    @Override
    public boolean isAnytime() {
        return true;
    }

    @Override
    public Search begin(Grounds grounds) {
        return new Search() {
            private long next;

            @Override
            public List<Candidate> ask() {
                List<Candidate> asked = new ArrayList<>();
                while (asked.size() < BATCHES * grounds.width()) {
                    asked.add(grounds.candidate(grounds.noise(next++)));
                }
                return asked;
            }

            @Override
            public void tell(List<Scored> results) {
                // Nothing that has been seen changes what is drawn next.
            }
        };
    }

    @Override
    public boolean isIndependent() {
        return true;
    }
}

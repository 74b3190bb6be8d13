package dev.goldpan.search;

import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.verify.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Leads a search by hand: what it asks for is looked at, and scores are told. */
final class Trace {
    static final int STEPS = 10;
    static final Course.Steps COURSE = new Course.Steps(STEPS);

    private Trace() {}

    static Grounds grounds(long nfe) {
        var config = SchedulerConfig.named("ddim").with("steps_offset", 1);
        return new Grounds(100, null, List.of(1L, 1L, 8L, 8L), COURSE, course -> course.schedule(config.sampler(), config.path()), 1000,
                true, new Objective(List.of("v")), STEPS, 4, nfe, Blobs.inMemory());
    }

    static List<Scored> scored(List<Candidate> asked, double... values) {
        List<Scored> results = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            results.add(new Scored(asked.get(i), Map.of("v", Score.of(values[i]))));
        }
        return results;
    }

    /** Asks, tells {@code values}, and gives what was asked for. */
    static List<Candidate> turn(Search search, double... values) {
        List<Candidate> asked = search.ask();
        if (asked.size() != values.length) {
            throw new AssertionError(asked.size() + " asked, " + values.length + " values: " + asked);
        }
        search.tell(scored(asked, values));
        return asked;
    }

    static Recipe fresh(long seed) {
        return new Recipe.Fresh(seed);
    }
}

package dev.goldpan.run;

import dev.goldpan.search.Candidate;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.Scored;
import dev.goldpan.verify.Score;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything a search has seen. The best is looked for among those that came as far as any: finished images, where there are some. */
final class Pool {
    private final Grounds grounds;
    private final List<Entry> all = new ArrayList<>();
    private final Set<Candidate> known = new HashSet<>();
    private final List<Entry> furthest = new ArrayList<>();
    private int left = Integer.MAX_VALUE;

    Pool(Grounds grounds) {
        this.grounds = grounds;
    }

    void add(List<Entry> entries) {
        for (Entry entry : entries) {
            if (!known.add(entry.scored().candidate())) {
                continue; // looked at again for its gradient
            }
            all.add(entry);
            int toMake = callsLeft(entry.scored().candidate());
            if (toMake < left) {
                left = toMake;
                furthest.clear();
            }
            if (toMake == left) {
                furthest.add(entry);
            }
        }
    }

    /** Calls that {@code candidate} needs until it is finished. */
    int callsLeft(Candidate candidate) {
        return grounds.calls(candidate.course()) - candidate.calls();
    }

    /** Candidates seen. */
    int size() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Calls that those which came furthest need until they are finished; a large number where there are none. */
    int leastLeft() {
        return left;
    }

    /** How many came as far as any. */
    int contenders() {
        return furthest.size();
    }

    /** Scores that are missing because a verifier failed. */
    int failures() {
        return (int) all.stream().flatMap(entry -> entry.scored().scores().values().stream()).filter(Score::failed).count();
    }

    /** Why the first of them is missing, after the name of who failed; null where none is. */
    String failure() {
        return all.stream().flatMap(entry -> entry.scored().scores().entrySet().stream()).filter(score -> score.getValue().failed())
                .map(score -> score.getKey() + ": " + score.getValue().failure()).findFirst().orElse(null);
    }

    /** Those that came as far as any, from best to worst. */
    List<Entry> ranked() {
        Map<Scored, Entry> entries = new IdentityHashMap<>();
        furthest.forEach(entry -> entries.put(entry.scored(), entry));
        return grounds.objective().ranked(furthest.stream().map(Entry::scored).toList()).stream().map(entries::get).toList();
    }

    /** Values of those that came as far as any, in the order they were seen. */
    double[] values() {
        return grounds.objective().values(furthest.stream().map(Entry::scored).toList());
    }
}

package dev.goldpan.run.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a spec: all of it is found before anything is said, and nothing is done then. */
final class Problems {
    private final String where;
    private final List<Problem> found = new ArrayList<>();

    private record Problem(int line, String text) {}

    /** @param where the spec is from: a file or a preset */
    Problems(String where) {
        this.where = where;
    }

    /** Notes that {@code text} is wrong. @param line from 1; 0 where no line is to blame */
    void add(int line, String text) {
        Problem problem = new Problem(line, text.lines().findFirst().orElse(""));
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws SpecErrors if there are any */
    void check() {
        if (!found.isEmpty()) {
            throw new SpecErrors(found.stream().sorted(Comparator.comparingInt(Problem::line))
                    .map(problem -> where + (problem.line > 0 ? ", line " + problem.line : "") + ": " + problem.text).toList());
        }
    }
}

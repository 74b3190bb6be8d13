package dev.goldpan.run.sweep;

import java.util.List;

/** Everything that is wrong with a spec, each in a line that says where. */
public final class SpecErrors extends IllegalArgumentException {
    private final transient List<String> lines;

    SpecErrors(List<String> lines) {
        super(String.join("; ", lines));
        this.lines = List.copyOf(lines);
    }

    /** One for each mistake. */
    public List<String> lines() {
        return lines;
    }
}

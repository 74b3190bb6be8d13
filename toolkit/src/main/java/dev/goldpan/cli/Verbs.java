package dev.goldpan.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes the verbs, handing each the terminal it speaks to.
 *
 * @param terminal where they speak
 */
record Verbs(Terminal terminal) implements IFactory {
    @Override
    public <K> K create(Class<K> kind) throws Exception {
        if (kind == Generate.class) {
            return kind.cast(new Generate(terminal));
        }
        return kind == Doctor.class ? kind.cast(new Doctor(terminal)) : CommandLine.defaultFactory().create(kind);
    }
}

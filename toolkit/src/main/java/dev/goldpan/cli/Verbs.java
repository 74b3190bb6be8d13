package dev.goldpan.cli;

import java.lang.reflect.Constructor;
import java.util.Arrays;
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
        for (Constructor<?> constructor : kind.getDeclaredConstructors()) {
            if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Terminal.class})) {
                return kind.cast(constructor.newInstance(terminal));
            }
        }
        return CommandLine.defaultFactory().create(kind);
    }
}

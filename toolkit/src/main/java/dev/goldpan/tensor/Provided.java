package dev.goldpan.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** What jars of others bring: classes that they name in {@code META-INF/services}. */
public final class Provided {
    private Provided() {}

    /** One of each class that implements {@code service}. @throws IllegalArgumentException in one line, if a jar names what is none */
    public static <T> List<T> all(Class<T> service) {
        try {
            List<T> all = new ArrayList<>();
            ServiceLoader.load(service).forEach(all::add);
            return all;
        } catch (ServiceConfigurationError | LinkageError broken) {
            throw new IllegalArgumentException("class path: a jar's " + service.getName().replace('$', '.') + " cannot be loaded ("
                    + String.valueOf(broken.getMessage()).lines().findFirst().orElse("") + "); take it away or build it for this Goldpan",
                    broken);
        }
    }
}

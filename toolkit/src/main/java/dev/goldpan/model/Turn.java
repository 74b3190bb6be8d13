package dev.goldpan.model;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** A network that is in memory only while it is its turn: from the first {@link #take} to {@link #close}. */
final class Turn<T> implements AutoCloseable {
    private final Supplier<T> open;
    private final Consumer<T> release;
    private T network;

    Turn(Supplier<T> open, Consumer<T> release) {
        this.open = open;
        this.release = release;
    }

    /** The network, loaded if it is not there. */
    T take() {
        if (network == null) {
            network = open.get();
        }
        return network;
    }

    /** Releases the network, if it is there. */
    @Override
    public void close() {
        if (network != null) {
            release.accept(network);
            network = null;
        }
    }
}

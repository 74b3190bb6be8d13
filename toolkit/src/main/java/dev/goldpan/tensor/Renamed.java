package dev.goldpan.tensor;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * A view of another source under other names; a name may stand for a {@link Form} of a stored tensor. Closing it closes
 * the other.
 */
public final class Renamed implements TensorSource {
    private final TensorSource source;
    private final Map<String, Stored> table;
    private final Map<String, Set<String>> users = new HashMap<>();

    /** Form {@code form} of the tensor that the other source calls {@code name}. */
    public record Stored(String name, Form form) {}

    /**
     * The view of {@code source} that has the names of {@code table}.
     *
     * @param table what each name stands for; stored tensors that are not mentioned are left out
     */
    public Renamed(TensorSource source, Map<String, Stored> table) {
        this.source = source;
        this.table = new LinkedHashMap<>(table);
        table.forEach((name, stored) -> users.computeIfAbsent(stored.name, unused -> new HashSet<>()).add(name));
    }

    /**
     * The view in which what {@code source} calls x is called {@code rename(x)}.
     *
     * @param rename the new name, or null to leave it out
     * @throws IllegalArgumentException if two tensors would have one name
     */
    public static Renamed by(TensorSource source, UnaryOperator<String> rename) {
        Map<String, Stored> table = new LinkedHashMap<>();
        for (String stored : source.names()) {
            String name = rename.apply(stored);
            if (name != null) {
                put(table, name, new Stored(stored, Form.WHOLE), source);
            }
        }
        return new Renamed(source, table);
    }

    /** Adds to {@code table}. @throws IllegalArgumentException if {@code name} is taken */
    public static void put(Map<String, Stored> table, String name, Stored stored, TensorSource source) {
        Stored other = table.putIfAbsent(name, stored);
        if (other != null) {
            throw new IllegalArgumentException(source.where(stored.name) + ": '" + Untrusted.shown(other.name) + "' and '"
                    + Untrusted.shown(stored.name) + "' are two names of one tensor; one of them has to go");
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(table.keySet());
    }

    @Override
    public long[] shape(String name) {
        Stored stored = stored(name);
        try {
            return stored.form.shape(source.shape(stored.name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where(name) + ": tensor '" + Untrusted.shown(stored.name) + "' " + e.getMessage()
                    + ", so '" + name + "' cannot be made of it", e);
        }
    }

    @Override
    public Tensor read(String name) {
        shape(name); // refuses a form that cannot be made
        Stored stored = stored(name);
        users.get(stored.name).add(name);
        Tensor whole = source.read(stored.name);
        Tensor form = stored.form.of(whole);
        if (!form.is_alias_of(whole)) {
            release(name);
        }
        return form;
    }

    /** A stored tensor is released when all names that stand for a form of it are: those not read yet still need it. */
    @Override
    public void release(String name) {
        Stored stored = stored(name);
        Set<String> left = users.get(stored.name);
        if (left.remove(name) && left.isEmpty()) {
            source.release(stored.name);
        }
    }

    private Stored stored(String name) {
        Stored stored = table.get(name);
        if (stored == null) {
            throw new NoSuchElementException(source.where(name) + " has no tensor '" + name + "'");
        }
        return stored;
    }

    @Override
    public String where(String name) {
        Stored stored = table.get(name);
        return source.where(stored == null ? name : stored.name);
    }

    @Override
    public void close() {
        source.close();
    }
}

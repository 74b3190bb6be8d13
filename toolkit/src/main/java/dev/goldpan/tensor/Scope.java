package dev.goldpan.tensor;

import java.util.Iterator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Lifetime of native memory: every tensor made on this thread while a scope is open is released when it closes.
 *
 * <p>Open one per block of work (a denoising step, a residual block) and {@link #keep} what must survive:
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *     return scope.keep(x.mul(y).add(z));
 * }
 * }</pre>
 *
 * <p>Scopes nest and belong to the thread that opened them.
 */
public final class Scope implements AutoCloseable {
    private final PointerScope pointers = new PointerScope();

    private Scope() {}

    /** Opens a scope on this thread, inside the one that is open now, if any. */
    public static Scope open() {
        return new Scope();
    }

    /**
     * Lets {@code result} outlive this scope: it then belongs to the enclosing scope, or to whoever closes it where there is none.
     *
     * @return {@code result}
     */
    public <T extends Pointer> T keep(T result) {
        PointerScope outer = enclosing();
        if (outer != null) {
            outer.attach(result);
        } else {
            result.retainReference();
        }
        return result;
    }

    /** Takes {@code value} out of every scope; it lives until {@link Pointer#close()} is called on it. */
    public static <T extends Pointer> T detach(T value) {
        value.retainReference();
        return value;
    }

    private PointerScope enclosing() {
        Iterator<PointerScope> scopes = PointerScope.getScopeIterator();
        while (scopes.hasNext()) {
            if (scopes.next() == pointers) {
                return scopes.hasNext() ? scopes.next() : null;
            }
        }
        throw new IllegalStateException("the scope is closed, or belongs to another thread");
    }

    @Override
    public void close() {
        pointers.close();
    }
}

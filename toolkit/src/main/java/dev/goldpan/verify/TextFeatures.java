package dev.goldpan.verify;

import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.verify.net.DualEncoder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Directions of the texts that were asked for last, so that a search encodes its prompt once. Safe from several threads. */
final class TextFeatures implements AutoCloseable {
    private static final int MOST = 256;

    private final DualEncoder net;
    private final ClipTokenizer tokenizer;
    private final Map<String, Tensor> known = new LinkedHashMap<>(16, 0.75f, true);

    TextFeatures(DualEncoder net, ClipTokenizer tokenizer) {
        this.net = net;
        this.tokenizer = tokenizer;
    }

    /** The direction of {@code text}. @return [1, d], fp32, length one, belonging to the scope that is open */
    synchronized Tensor of(String text) {
        Tensor direction = known.get(text);
        if (direction == null) {
            try (Scope scope = Scope.open()) {
                Tensor ids = Tensor.create(tokenizer.encode(text).ids(), 1, tokenizer.length());
                direction = Scope.detach(net.texts(ids.to(net.weights().device().torch(), ScalarType.Long)).detach());
            }
            known.put(text, direction);
        }
        Tensor handle = new Tensor(direction); // stays valid when the cache lets go
        dropOldest();
        return handle;
    }

    private void dropOldest() {
        Iterator<Tensor> oldest = known.values().iterator();
        while (known.size() > MOST) {
            oldest.next().close();
            oldest.remove();
        }
    }

    @Override
    public synchronized void close() {
        known.values().forEach(Tensor::close);
        known.clear();
        tokenizer.close();
    }
}

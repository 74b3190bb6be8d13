package dev.goldpan.text;

import dev.goldpan.sample.Conditioning;
import dev.goldpan.tensor.Scope;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The features of the texts that were asked for last, so that a search, and a sweep that comes back to its prompts, encodes each once. */
final class EncodedTexts implements AutoCloseable {
    /** Bytes that are kept: 200 texts of SDXL (0.6 MB each), 550 of SD1.x, 3,400 of the bundled model. */
    private static final long MOST = 128L << 20;

    private final Map<Text, Row> rows = new LinkedHashMap<>(16, 0.75f, true);
    private final Function<Text, Row> encode;
    private final long most;
    private long held;

    /** What is encoded: a text for each encoder, and how many of the last layers are left out; both null for "nothing". */
    record Text(String first, String second, int skip) {}

    /** Its features. @param context [1, n, width] @param pooled [1, width] or null */
    record Row(Tensor context, Tensor pooled) {
        long bytes() {
            return context.nbytes() + (pooled == null ? 0 : pooled.nbytes());
        }

        void close() {
            context.close();
            if (pooled != null) {
                pooled.close();
            }
        }
    }

    EncodedTexts(Function<Text, Row> encode) {
        this(encode, MOST);
    }

    /** @param most bytes that are kept */
    EncodedTexts(Function<Text, Row> encode, long most) {
        this.encode = encode;
        this.most = most;
    }

    /** One row per text. @param sizes [b, 6] or null */
    synchronized Conditioning of(List<Text> texts, Tensor sizes) {
        List<Row> wanted = texts.stream().map(this::row).toList();
        Tensor context = torch.cat(new TensorVector(wanted.stream().map(Row::context).toArray(Tensor[]::new)), 0);
        Tensor pooled = wanted.get(0).pooled == null ? null
                : torch.cat(new TensorVector(wanted.stream().map(Row::pooled).toArray(Tensor[]::new)), 0);
        dropOldest();
        return new Conditioning(context, pooled, sizes);
    }

    private Row row(Text text) {
        Row known = rows.get(text);
        if (known != null) {
            return known;
        }
        try (Scope scope = Scope.open()) {
            Row made = encode.apply(text);
            Row kept = new Row(kept(made.context), made.pooled == null ? null : kept(made.pooled));
            rows.put(text, kept);
            held += kept.bytes();
            return kept;
        }
    }

    private static Tensor kept(Tensor features) {
        return Scope.detach(features.to(ScalarType.Float).detach());
    }

    private void dropOldest() {
        Iterator<Row> oldest = rows.values().iterator();
        while (held > most) {
            Row dropped = oldest.next();
            held -= dropped.bytes();
            dropped.close();
            oldest.remove();
        }
    }

    @Override
    public synchronized void close() {
        rows.values().forEach(Row::close);
        rows.clear();
        held = 0;
    }
}

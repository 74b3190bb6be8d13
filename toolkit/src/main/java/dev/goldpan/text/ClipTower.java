package dev.goldpan.text;

import org.bytedeco.pytorch.Tensor;

/**
 * A tokeniser and the text encoder that was trained with it.
 *
 * @param tokenizer makes the ids
 * @param encoder reads them
 */
public record ClipTower(ClipTokenizer tokenizer, ClipText encoder) implements AutoCloseable {
    /** Checks that the encoder can read whatever the tokeniser writes. */
    public ClipTower {
        ClipTextConfig config = encoder.config();
        if (tokenizer.size() > config.vocabulary() || tokenizer.length() > config.positions()) {
            throw new IllegalArgumentException("the tokenizer writes " + tokenizer.length() + " ids below " + tokenizer.size()
                    + ", but its text encoder reads " + config.positions() + " (max_position_embeddings) below "
                    + config.vocabulary() + " (vocab_size); do the two folders belong together?");
        }
    }

    /** The encoder's output for {@code text}, a batch of one. */
    ClipText.Output encode(String text) {
        Tensor ids = Tensor.create(tokenizer.encode(text).ids(), 1, tokenizer.length());
        return encoder.forward(ids.to(encoder.weights().device().torch(), ids.scalar_type()));
    }

    /** Refuses a number of layers to skip that would leave less than the embeddings. */
    void checkSkip(int skip, int most) {
        if (skip < 0 || skip > most) {
            throw new IllegalArgumentException("--clip-skip: " + skip + " is not possible; this text encoder has "
                    + encoder.config().layers() + " layers, so 0 to " + most + " may be skipped");
        }
    }

    /** The hidden state before the last {@code layers}. @return [1, n, width] */
    static Tensor before(ClipText.Output out, int layers) {
        return out.hidden().get(out.hidden().size() - 1 - layers);
    }

    @Override
    public void close() {
        tokenizer.close();
        encoder.close();
    }
}

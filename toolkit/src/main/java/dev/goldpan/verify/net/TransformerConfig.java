package dev.goldpan.verify.net;

import dev.goldpan.nn.ConfigFile;

/**
 * Shape of a stack of transformer layers.
 *
 * @param width features per token (hidden_size)
 * @param inner features inside a layer's MLP (intermediate_size)
 * @param layers how many there are (num_hidden_layers)
 * @param heads attention heads; divides {@code width} (num_attention_heads)
 * @param activation of the MLP (hidden_act)
 * @param eps of the layer norms (layer_norm_eps)
 */
public record TransformerConfig(int width, int inner, int layers, int heads, Activation activation, double eps) {
    static final int MOST = 1 << 16;

    /** Reads what {@code file} states; {@code otherwise} where it does not. */
    static TransformerConfig of(ConfigFile file, TransformerConfig otherwise) {
        int width = file.integer("hidden_size", otherwise.width, 1, MOST);
        int heads = file.integer("num_attention_heads", otherwise.heads, 1, MOST);
        if (width % heads != 0) {
            throw file.bad("num_attention_heads", "is " + heads + ": heads do not divide hidden_size " + width);
        }
        return new TransformerConfig(width, file.integer("intermediate_size", otherwise.inner, 1, MOST),
                file.integer("num_hidden_layers", otherwise.layers, 0, 1024), heads,
                file.choice("hidden_act", Activation.NAMED, otherwise.activation),
                file.fraction("layer_norm_eps", otherwise.eps));
    }

    /** The same with another MLP. */
    TransformerConfig withInner(int inner) {
        return new TransformerConfig(width, inner, layers, heads, activation, eps);
    }

    /** 10^9 floating-point operations of one forward pass over {@code tokens} tokens. */
    double gigaflops(long tokens) {
        double perToken = 8.0 * width * width + 4.0 * width * inner + 4.0 * tokens * width;
        return layers * tokens * perToken / 1e9;
    }
}

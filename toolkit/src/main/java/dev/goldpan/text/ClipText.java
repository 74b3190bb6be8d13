package dev.goldpan.text;

import dev.goldpan.nn.Embedding;
import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The text half of CLIP (Radford et al., 2021) and OpenCLIP (Cherti et al., 2023), laid out as transformers' CLIPTextModel and
 * CLIPTextModelWithProjection.
 *
 * <p>Attention is causal and nothing hides padding. Calls from several threads may overlap. Differentiable in the weights where
 * they are trainable.
 */
public final class ClipText implements AutoCloseable {
    private static final String PREFIX = "text_model";

    private final ClipTextConfig config;
    private final Weights weights;
    private final Embedding tokens;
    private final Embedding positions;
    private final List<ClipLayer> layers = new ArrayList<>();
    private final LayerNorm finalNorm;
    private final Linear projection; // null where there is none

    /**
     * What the encoder says about b texts of n tokens; each model family uses another part.
     *
     * @param hidden the embeddings, then the output of every layer, without the final norm: layers + 1 of [b, n, width]
     * @param last the last of them, normed, [b, n, width]
     * @param pooled its row at the end token, [b, width]
     * @param projected that row in the space shared with images, [b, projection], or null where there is no projection
     */
    public record Output(List<Tensor> hidden, Tensor last, Tensor pooled, Tensor projected) {}

    /**
     * The encoder over the tensors at {@code weights}, whose names may or may not begin with {@code text_model}: version 5 of
     * transformers leaves the prefix out where there is no projection.
     *
     * @throws IllegalArgumentException for a tensor that is missing, has another shape, or is left over
     */
    public ClipText(ClipTextConfig config, Weights weights) {
        this(config, weights, weights.at(PREFIX).has("embeddings.token_embedding.weight") ? weights.at(PREFIX) : weights);
        weights.finish();
    }

    private ClipText(ClipTextConfig config, Weights weights, Weights inner) {
        this.config = config;
        this.weights = weights;
        tokens = new Embedding(inner.at("embeddings", "token_embedding"), config.vocabulary(), config.width());
        positions = new Embedding(inner.at("embeddings", "position_embedding"), config.positions(), config.width());
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(new ClipLayer(config, inner.at("encoder", "layers", layer)));
        }
        finalNorm = new LayerNorm(inner.at("final_layer_norm"), config.width(), config.eps());
        projection = config.projection() == 0 ? null
                : Linear.withoutBias(weights.at("text_projection"), config.width(), config.projection());
    }

    /** The text half of a whole CLIP, whose names begin with {@code text_model}; tensors of the other half may be left over. */
    public static ClipText halfOf(ClipTextConfig config, Weights whole) {
        return new ClipText(config, whole, whole.at(PREFIX));
    }

    /** The shape of this network. */
    public ClipTextConfig config() {
        return config;
    }

    /** The weights, for an optimiser or a checkpoint. */
    public Weights weights() {
        return weights;
    }

    /**
     * One forward pass.
     *
     * @param ids [b, n] int64 where the weights are, n at most {@link ClipTextConfig#positions()}
     */
    public Output forward(Tensor ids) {
        if (ids.size(1) > config.positions()) {
            throw new IllegalArgumentException("a text of " + ids.size(1) + " tokens: this encoder reads at most "
                    + config.positions());
        }
        try (Scope scope = Scope.open()) {
            long n = ids.size(1);
            TensorOptions here = new TensorOptions(weights.device().torch());
            // a token sees no later one
            Tensor mask = torch.full(new long[] {n, n}, new Scalar(Double.NEGATIVE_INFINITY), here).triu(1);
            Tensor place = torch.arange(new Scalar(n), here);
            List<Tensor> hidden = new ArrayList<>();
            hidden.add(tokens.forward(ids).add(positions.forward(place)));
            for (ClipLayer layer : layers) {
                hidden.add(layer.forward(hidden.get(hidden.size() - 1), mask));
            }
            Tensor last = norm(hidden.get(layers.size()));
            Tensor pooled = pool(last, ids);
            Tensor projected = projection == null ? null : scope.keep(projection.forward(pooled));
            hidden.forEach(scope::keep);
            return new Output(List.copyOf(hidden), scope.keep(last), scope.keep(pooled), projected);
        }
    }

    /** The final norm, for a model that reads an earlier layer through it. @param hidden [b, n, width] */
    public Tensor norm(Tensor hidden) {
        return finalNorm.forward(hidden);
    }

    private Tensor pool(Tensor last, Tensor ids) {
        Tensor score = config.end() == ClipTextConfig.LARGEST_ID ? ids : ids.eq(new Scalar(config.end())).to(ScalarType.Int);
        Tensor place = torch.argmax(score, new LongOptional(1), false); // the first of several
        Tensor index = place.view(-1, 1, 1).expand(place.size(0), 1, config.width());
        return last.gather(1, index).squeeze(1);
    }

    /** Releases the weights. */
    @Override
    public void close() {
        weights.close();
    }
}

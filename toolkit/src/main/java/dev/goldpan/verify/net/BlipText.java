package dev.goldpan.verify.net;

import dev.goldpan.nn.Embedding;
import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** BLIP's text half (Li et al., 2022): a BERT, each of whose layers also attends to the picture. */
final class BlipText {
    private final Embedding words;
    private final Tensor positions; // [positions, width]
    private final LayerNorm norm;
    private final List<Layer> layers;

    BlipText(BlipConfig config, Weights weights) {
        TransformerConfig shape = config.text();
        Weights embeddings = weights.at("embeddings");
        words = new Embedding(embeddings.at("word_embeddings"), config.vocabulary(), shape.width());
        positions = embeddings.at("position_embeddings").get("weight", config.positions(), shape.width());
        norm = new LayerNorm(embeddings.at("LayerNorm"), shape.width(), shape.eps());
        int seen = config.vision().layers().width();
        layers = IntStream.range(0, shape.layers())
                .mapToObj(i -> Layer.of(shape, seen, weights.at("encoder", "layer", i))).toList();
    }

    /**
     * @param ids [b, n] @param real [b, n], 1 for a token and 0 for padding, any number type
     * @param picture [b, m, width of the picture's features]
     * @return [b, n, width]
     */
    Tensor forward(Tensor ids, Tensor real, Tensor picture) {
        try (Scope scope = Scope.open()) {
            Tensor hidden = real.to(ScalarType.Float).eq(new Scalar(0)).to(ScalarType.Float);
            Tensor mask = hidden.mul(new Scalar(-1e9)).view(ids.size(0), 1, 1, ids.size(1)); // finite: a row may be all padding
            Tensor at = norm.forward(words.forward(ids).add(positions.narrow(0, 0, ids.size(1))));
            for (Layer layer : layers) {
                at = layer.forward(at, mask, picture);
            }
            return scope.keep(at);
        }
    }

    /** Normalises what leaves each branch, as BERT does. */
    private record Layer(MultiHead self, LayerNorm norm1, MultiHead cross, LayerNorm norm2, Mlp mlp, LayerNorm norm3) {
        static Layer of(TransformerConfig config, int seen, Weights weights) {
            Mlp mlp = new Mlp(linear(weights.at("intermediate"), config.width(), config.inner()), config.activation(),
                    linear(weights.at("output"), config.inner(), config.width()));
            return new Layer(MultiHead.bert(config, config.width(), weights.at("attention"), "self"),
                    norm(config, weights.at("attention")), MultiHead.bert(config, seen, weights.at("crossattention"), "self"),
                    norm(config, weights.at("crossattention")), mlp, norm(config, weights));
        }

        private static Linear linear(Weights weights, int in, int out) {
            return new Linear(weights.at("dense"), in, out);
        }

        private static LayerNorm norm(TransformerConfig config, Weights weights) {
            return new LayerNorm(weights.at("output", "LayerNorm"), config.width(), config.eps());
        }

        Tensor forward(Tensor x, Tensor mask, Tensor picture) {
            try (Scope scope = Scope.open()) {
                Tensor read = norm1.forward(x.add(self.forward(x, x, mask)));
                Tensor looked = norm2.forward(read.add(cross.forward(read, picture, null)));
                return scope.keep(norm3.forward(looked.add(mlp.forward(looked))));
            }
        }
    }
}

package dev.goldpan.denoise;

import dev.goldpan.nn.Attention;
import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Kind;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Self-attention, cross-attention and feed-forward, each behind a layer norm and added (diffusers BasicTransformerBlock). */
final class TransformerBlock {
    private static final double EPS = 1e-5;

    private final String path;
    private final LayerNorm norm1;
    private final Attention self;
    private final LayerNorm norm2;
    private final Attention cross;
    private final LayerNorm norm3;
    private final FeedForward feed;

    TransformerBlock(Weights weights, String path, long width, long contextWidth, long heads, boolean upcast) {
        this.path = path;
        norm1 = new LayerNorm(weights.at("norm1"), width, EPS);
        self = new Attention(weights.at("attn1"), width, width, heads, upcast);
        norm2 = new LayerNorm(weights.at("norm2"), width, EPS);
        cross = new Attention(weights.at("attn2"), width, contextWidth, heads, upcast);
        norm3 = new LayerNorm(weights.at("norm3"), width, EPS);
        feed = new FeedForward(weights.at("ff"), width);
    }

    /** @param x [b, h * w, width] @param context [b, tokens, contextWidth] @return [b, h * w, width] */
    Tensor forward(Tensor x, Tensor context, AttentionTap tap, long h, long w) {
        try (Scope scope = Scope.open()) {
            Tensor normed = norm1.forward(x);
            x = x.add(self.forward(normed, normed, tap, site(Kind.SELF, h, w)));
            x = x.add(cross.forward(norm2.forward(x), context, tap, site(Kind.CROSS, h, w)));
            return scope.keep(x.add(feed.forward(norm3.forward(x))));
        }
    }

    void sites(long h, long w, List<Site> into) {
        into.add(site(Kind.SELF, h, w));
        into.add(site(Kind.CROSS, h, w));
    }

    private Site site(Kind kind, long h, long w) {
        return new Site(path + (kind == Kind.SELF ? ".attn1" : ".attn2"), kind, h, w);
    }
}

package dev.goldpan.verify.net;

import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Non-linearities of a transformer's MLP (hidden_act). The wrong one gives plausible but wrong scores. */
public enum Activation {
    /** x sigmoid(1.702 x): OpenAI's CLIP. */
    QUICK_GELU,
    /** The exact GELU, by the error function: OpenCLIP, DINOv2, BLIP. */
    GELU,
    /** GELU by the hyperbolic tangent: SigLIP. */
    GELU_TANH;

    /** By the names of transformers. */
    static final Map<String, Activation> NAMED = Map.of("quick_gelu", QUICK_GELU, "gelu", GELU, "gelu_pytorch_tanh", GELU_TANH);

    Tensor of(Tensor x) {
        return switch (this) {
            case QUICK_GELU -> x.mul(torch.sigmoid(x.mul(new Scalar(1.702))));
            case GELU -> torch.gelu(x);
            case GELU_TANH -> torch.gelu(x, "tanh");
        };
    }
}

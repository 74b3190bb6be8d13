package dev.goldpan.verify;

import dev.goldpan.text.Prompt;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * What can be seen of one candidate. Only what a verifier asks for in {@link VerifierInfo#needs()} has to be there, the rest may
 * be null. Tensors belong to the caller, are not written to, and may record gradients.
 *
 * @param noise the starting noise, [1, c, h, w]
 * @param x0At the x0-prediction at {@link VerifierInfo#sigma()}, decoded: [1, 3, height, width], [0, 1]
 * @param latent the final latent, [1, c, h, w]
 * @param image the final image, [1, 3, height, width], [0, 1]
 * @param prompt what was asked for in words
 * @param label what was asked for as a class, of a model that is told one; null where it is told words
 */
public record Evidence(Tensor noise, Tensor x0At, Tensor latent, Tensor image, Prompt prompt, Integer label) {
    /** Checks the pictures' shapes. */
    public Evidence {
        picture("x0At", x0At);
        picture("image", image);
    }

    /** The usual case: an image and what was asked for. */
    public static Evidence of(Tensor image, Prompt prompt) {
        return new Evidence(null, null, null, image, prompt, null);
    }

    /** What is there. */
    public Set<Need> shows() {
        Set<Need> shown = EnumSet.noneOf(Need.class);
        Object[] fields = {noise, x0At, latent, image, prompt, label};
        for (Need need : Need.values()) {
            if (fields[need.ordinal()] != null) {
                shown.add(need);
            }
        }
        return shown;
    }

    private static void picture(String name, Tensor picture) {
        if (picture != null && (picture.dim() != 4 || picture.size(0) != 1 || picture.size(1) != 3)) {
            throw new IllegalArgumentException("evidence: " + name + " must be [1, 3, height, width], found "
                    + Arrays.toString(picture.sizes().vec().get()));
        }
    }
}

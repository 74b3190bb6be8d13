package dev.goldpan.text;

import dev.goldpan.sample.Conditioning;
import java.util.List;

/**
 * The words' side of one model: its tokenisers and text encoders, and which of their outputs its denoiser was trained on.
 *
 * <p>A text is encoded once and remembered for a while, alone and not in a batch, so that its features do not depend on what
 * it is encoded with. Results are fp32 where the encoders are, belong to the scope that is open, and outlive this object.
 */
public interface PromptEncoder extends AutoCloseable {
    /**
     * What the denoiser is told, one row per prompt.
     *
     * @param height of the image, in pixels
     * @param width of the image, in pixels
     */
    Conditioning encode(List<Prompt> prompts, int height, int width);

    /** What it is told on guidance's other branch: the negative prompts, or what this model says where there is none. */
    Conditioning encodeNegative(List<Prompt> prompts, int height, int width);

    /**
     * The prompt as each text encoder sees it; a column of a cross-attention map is a token of the first. The negative prompt
     * is not looked at.
     */
    List<Tokens> tokens(Prompt prompt);

    /** Releases the encoders and tokenisers. */
    @Override
    void close();
}

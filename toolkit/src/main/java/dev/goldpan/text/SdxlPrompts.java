package dev.goldpan.text;

import dev.goldpan.sample.Conditioning;
import dev.goldpan.text.EncodedTexts.Row;
import dev.goldpan.text.EncodedTexts.Text;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Prompts of Stable Diffusion XL (Podell et al., 2023): two encoders, of each the state before its last layer without a norm,
 * side by side; the projected pooled output of the second; and the image's sizes.
 *
 * <p>With clip skip k the states are k layers earlier still, for the prompt only, as in diffusers.
 */
public final class SdxlPrompts implements PromptEncoder {
    private static final int PENULTIMATE = 1;

    private final ClipTower first;
    private final ClipTower second;
    private final boolean zerosForNone;
    private final int skip;
    private final EncodedTexts encoded = new EncodedTexts(this::row);

    /**
     * @param second must have a projection
     * @param zerosForNone whether no negative prompt means features of zero, not an empty text
     *     ({@code force_zeros_for_empty_prompt} of model_index.json, true for SDXL base)
     * @param clipSkip layers left out beyond the last one, 0 to all others
     */
    public SdxlPrompts(ClipTower first, ClipTower second, boolean zerosForNone, int clipSkip) {
        first.checkSkip(clipSkip, first.encoder().config().layers() - PENULTIMATE);
        second.checkSkip(clipSkip, second.encoder().config().layers() - PENULTIMATE);
        if (second.encoder().config().projection() == 0) {
            throw new IllegalArgumentException("text_encoder_2: SDXL needs a CLIPTextModelWithProjection; config.json names "
                    + "no such architecture");
        }
        if (first.tokenizer().length() != second.tokenizer().length()) {
            throw new IllegalArgumentException("tokenizer and tokenizer_2 must have one model_max_length; they have "
                    + first.tokenizer().length() + " and " + second.tokenizer().length());
        }
        this.first = first;
        this.second = second;
        this.zerosForNone = zerosForNone;
        this.skip = clipSkip;
    }

    @Override
    public Conditioning encode(List<Prompt> prompts, int height, int width) {
        return encoded.of(prompts.stream().map(prompt -> new Text(prompt.text(), prompt.second(), skip)).toList(),
                sizes(prompts.size(), height, width));
    }

    @Override
    public Conditioning encodeNegative(List<Prompt> prompts, int height, int width) {
        return encoded.of(prompts.stream().map(this::negative).toList(), sizes(prompts.size(), height, width));
    }

    private Text negative(Prompt prompt) {
        String none = zerosForNone ? null : "";
        return prompt.negative() == null ? new Text(none, none, 0) : new Text(prompt.negative(), prompt.negativeSecond(), 0);
    }

    private Row row(Text text) {
        if (text.first() == null) {
            return zeros();
        }
        ClipText.Output one = first.encode(text.first());
        ClipText.Output two = second.encode(text.second());
        Tensor context = torch.cat(new TensorVector(ClipTower.before(one, text.skip() + PENULTIMATE),
                ClipTower.before(two, text.skip() + PENULTIMATE)), 2);
        return new Row(context, two.projected());
    }

    private Row zeros() {
        long width = first.encoder().config().width() + second.encoder().config().width();
        return new Row(here(torch.zeros(1, first.tokenizer().length(), width)),
                here(torch.zeros(1, second.encoder().config().projection())));
    }

    /** Original size, crop corner, target size: an image that was never scaled or cropped. @return [b, 6] */
    private Tensor sizes(long rows, int height, int width) {
        return here(Tensor.create(new float[] {height, width, 0, 0, height, width}, 1, 6)).repeat(rows, 1);
    }

    private Tensor here(Tensor made) {
        return made.to(second.encoder().weights().device().torch(), made.scalar_type());
    }

    @Override
    public List<Tokens> tokens(Prompt prompt) {
        return List.of(first.tokenizer().encode(prompt.text()), second.tokenizer().encode(prompt.second()));
    }

    @Override
    public void close() {
        encoded.close();
        first.close();
        second.close();
    }
}

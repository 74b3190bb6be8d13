package dev.goldpan.text;

import dev.goldpan.sample.Conditioning;
import dev.goldpan.text.EncodedTexts.Row;
import dev.goldpan.text.EncodedTexts.Text;
import java.util.List;

/**
 * Prompts of Stable Diffusion 1.x and 2.x: one encoder, its last hidden state through the final norm.
 *
 * <p>With clip skip k, the state k layers earlier through the same norm. As in diffusers, that holds for the prompt only: the
 * negative prompt is always read to the end. (SD2's encoder was already cut by one layer when it was published.)
 */
public final class ClipPrompts implements PromptEncoder {
    private final ClipTower tower;
    private final int skip;
    private final EncodedTexts encoded = new EncodedTexts(this::row);

    /** @param clipSkip layers left out at the end, 0 to all */
    public ClipPrompts(ClipTower tower, int clipSkip) {
        tower.checkSkip(clipSkip, tower.encoder().config().layers());
        this.tower = tower;
        this.skip = clipSkip;
    }

    @Override
    public Conditioning encode(List<Prompt> prompts, int height, int width) {
        return encoded.of(prompts.stream().map(prompt -> new Text(prompt.text(), null, skip)).toList(), null);
    }

    @Override
    public Conditioning encodeNegative(List<Prompt> prompts, int height, int width) {
        return encoded.of(prompts.stream()
                .map(prompt -> new Text(prompt.negative() == null ? "" : prompt.negative(), null, 0)).toList(), null);
    }

    private Row row(Text text) {
        return new Row(tower.encoder().norm(ClipTower.before(tower.encode(text.first()), text.skip())), null);
    }

    @Override
    public List<Tokens> tokens(Prompt prompt) {
        return List.of(tower.tokenizer().encode(prompt.text()));
    }

    @Override
    public void close() {
        encoded.close();
        tower.close();
    }
}

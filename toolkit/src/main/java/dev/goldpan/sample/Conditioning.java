package dev.goldpan.sample;

import org.bytedeco.pytorch.Tensor;

/**
 * What a network is told about the image, one row per batch item.
 *
 * @param context token features for cross-attention, [b, tokens, width]
 * @param pooled one vector per item, [b, width], or null where the model takes none (SDXL: text_embeds)
 * @param sizes SDXL's time_ids, [b, 6] (original h, w, crop top, left, target h, w), or null
 */
public record Conditioning(Tensor context, Tensor pooled, Tensor sizes) {
    /** Cross-attention only (SD1.x, SD2.x). */
    public static Conditioning of(Tensor context) {
        return new Conditioning(context, null, null);
    }

    /** Items in the batch. */
    public long batch() {
        return context.size(0);
    }
}

package dev.goldpan.denoise;

import java.util.List;

/**
 * Shape of a UNet2DConditionModel, as its {@code config.json} states it.
 *
 * @param sampleSize height and width of the latents it was trained on
 * @param inChannels latent channels in
 * @param outChannels latent channels out
 * @param channels features of each level, from full resolution down (block_out_channels)
 * @param downAttention whether each level has attention on the way down (CrossAttnDownBlock2D)
 * @param midAttention whether the middle has (UNetMidBlock2DCrossAttn)
 * @param upAttention whether each level has attention on the way up, from the coarsest (CrossAttnUpBlock2D)
 * @param layersPerBlock residual blocks per level on the way down; one more on the way up
 * @param transformerLayers transformer blocks per attention, by level
 * @param heads attention heads by level; the files call it attention_head_dim
 * @param crossAttentionDim width of the text features
 * @param useLinearProjection whether proj_in and proj_out are stored as linear maps (SD2, SDXL) or 1x1 convolutions (SD1)
 * @param normGroups groups of each group norm
 * @param normEps epsilon of the residual blocks' group norms
 * @param cosFirst order of the time sinusoids (flip_sin_to_cos)
 * @param freqShift shift of their frequencies
 * @param upcastAttention whether scores overflow in half precision, so that they are taken in fp32 (SD2.1-768)
 * @param added SDXL's conditioning on pooled text and sizes, or null
 */
public record UNetConfig(int sampleSize, int inChannels, int outChannels, List<Integer> channels, List<Boolean> downAttention,
        boolean midAttention, List<Boolean> upAttention, int layersPerBlock, List<Integer> transformerLayers,
        List<Integer> heads, int crossAttentionDim, boolean useLinearProjection, int normGroups, double normEps,
        boolean cosFirst, int freqShift, boolean upcastAttention, Added added) {

    /**
     * Added conditioning of SDXL (addition_embed_type "text_time").
     *
     * @param timeDim sinusoids per size
     * @param inputDim pooled text width + 6 * timeDim
     */
    public record Added(int timeDim, int inputDim) {}

    /** Checks that the lists have one entry per level. */
    public UNetConfig {
        int levels = channels.size();
        if (downAttention.size() != levels || upAttention.size() != levels || transformerLayers.size() != levels
                || heads.size() != levels) {
            throw new IllegalArgumentException("unet config.json: block_out_channels, down_block_types, up_block_types, "
                    + "attention_head_dim and transformer_layers_per_block must have one entry per level (" + levels + ")");
        }
    }

    /** Resolution levels. */
    public int levels() {
        return channels.size();
    }

    /** Width of the time embedding: four times the first level. */
    public int timeWidth() {
        return 4 * channels.get(0);
    }
}

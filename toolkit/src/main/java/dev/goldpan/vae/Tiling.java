package dev.goldpan.vae;

/**
 * Whether images are coded in overlapping tiles that are blended (diffusers' enable_tiling): bounded memory at any size, at the
 * price of an image that differs slightly from the whole one, since norms and attention then see one tile.
 */
public enum Tiling {
    /** Above {@link #LARGEST_WHOLE} pixels: a whole image takes about 2.7 GB in fp32, 1.3 GB in bf16, for each megapixel. */
    AUTO,
    /** Whatever is larger than one tile, as diffusers does when tiling is enabled. */
    ALWAYS,
    /** Never. */
    NEVER;

    /** Pixels of the largest image that AUTO codes whole: 1536 x 1024, above every size that SDXL was trained on. */
    public static final long LARGEST_WHOLE = 1536L * 1024;

    boolean applies(long height, long width, long tile) {
        return switch (this) {
            case AUTO -> height * width > LARGEST_WHOLE;
            case ALWAYS -> true;
            case NEVER -> false;
        } && (height > tile || width > tile);
    }
}

package dev.goldpan.model;

/** Generations of Stable Diffusion, as far as they differ in more than their configuration. */
public enum Family {
    /** 1.x and 2.x: one text encoder. */
    SD(7.5),
    /** XL: two text encoders, whose pooled features and the image's sizes are added to the time embedding. */
    SDXL(5);

    private final double guidance;

    Family(double guidance) {
        this.guidance = guidance;
    }

    /** The scale of guidance where nobody chooses one. */
    public double guidance() {
        return guidance;
    }
}

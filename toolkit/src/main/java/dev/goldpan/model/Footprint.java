package dev.goldpan.model;

import dev.goldpan.denoise.UNetConfig;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Memory;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.TensorSource;
import dev.goldpan.vae.Tiling;
import dev.goldpan.vae.VaeConfig;
import java.util.Locale;

/**
 * Memory that a request needs, roughly, in bytes; text encoders are gone before the rest comes.
 *
 * @param denoiser weights of the denoiser
 * @param denoising what it computes on its way through a batch, with guidance
 * @param autoencoder weights of the autoencoder
 * @param decoding what it computes on its way through one image
 * @param together whether both networks are in memory at a time
 */
record Footprint(long denoiser, long denoising, long autoencoder, long decoding, boolean together) {
    // Feature maps of the first level's width that are alive at a time in the widest place, the inside of its feed-forward.
    private static final int UNET_MAPS = 24;
    // The same in the decoder, at full resolution.
    private static final int DECODER_MAPS = 6;

    static Footprint of(StableDiffusion model, ImageRequest request) {
        Settings settings = request.settings();
        long pixels = (long) settings.width() * settings.height();
        long latents = pixels / ((long) model.factor() * model.factor());
        int items = Math.min(request.batch(), request.count()) * (settings.guidance() > 1 ? 2 : 1);
        UNetConfig unet = model.architecture().unet();
        long width = (long) unet.channels().get(0) * bytes(model.precision());
        VaeConfig vae = model.architecture().vae();
        double finest = vae.finest() * bytes(vae.precision(model.precision()));
        return new Footprint(weights(model, Part.UNET), items * latents * UNET_MAPS * width, weights(model, Part.VAE),
                (long) (Math.min(pixels, Tiling.LARGEST_WHOLE) * DECODER_MAPS * finest), request.count() > request.batch());
    }

    /** At the worst moment. */
    long peak() {
        return together ? denoiser + autoencoder + Math.max(denoising, decoding)
                : Math.max(denoiser + denoising, autoencoder + decoding);
    }

    /**
     * Refuses what this machine cannot hold, which its system would answer by ending the process, and warns where memory is short
     * now. Other devices than the processor refuse by themselves.
     */
    void check(Device device, Watcher watcher) {
        if (device.kind() != Device.Kind.CPU) {
            return;
        }
        if (peak() > Memory.total()) {
            throw new IllegalArgumentException("out of memory: " + this + " needed, and this machine has "
                    + gigabytes(Memory.total()) + "; use a smaller --size or --batch, or --precision bf16");
        }
        if (peak() > Memory.available()) {
            watcher.warns(this + " needed, and " + gigabytes(Memory.available()) + " are free");
        }
    }

    @Override
    public String toString() {
        return "about " + gigabytes(peak()) + " (denoiser " + gigabytes(denoiser + denoising) + ", autoencoder "
                + gigabytes(autoencoder + decoding) + ")";
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    private static long weights(StableDiffusion model, Part part) {
        long numbers = 0;
        try (TensorSource source = model.files().weights(part)) {
            for (String name : source.names()) {
                long product = 1;
                for (long length : source.shape(name)) {
                    product *= length;
                }
                numbers += product;
            }
        }
        return numbers * bytes(model.precision());
    }

    private static int bytes(Precision precision) {
        return precision == Precision.FP32 ? 4 : 2;
    }
}

package dev.goldpan.model;

import dev.goldpan.denoise.UNet;
import dev.goldpan.denoise.UNetCost;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Parametrisation;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.TensorSource;
import dev.goldpan.text.ClipPrompts;
import dev.goldpan.text.ClipText;
import dev.goldpan.text.ClipTextConfig;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.text.ClipTower;
import dev.goldpan.text.Prompt;
import dev.goldpan.text.PromptEncoder;
import dev.goldpan.text.SdxlPrompts;
import dev.goldpan.text.WordList;
import dev.goldpan.vae.Vae;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A Stable Diffusion checkpoint (1.x, 2.x or XL): its configuration, and the door to each of its networks.
 *
 * <p>This object holds no weights. Every {@code open} loads one network, which its caller closes: a search keeps all of them, a
 * single image lets them take turns.
 */
public final class StableDiffusion {
    private static final int USUAL_STEPS = 50;
    private static final int CONTEXT = 77; // rows of the text features

    private final ModelFiles files;
    private final Architecture architecture;
    private final SchedulerConfig scheduler;
    private final Device device;
    private final Precision precision;
    private String fingerprint;

    private StableDiffusion(ModelFiles files, Architecture architecture, SchedulerConfig scheduler, Device device,
            Precision precision) {
        this.files = files;
        this.architecture = architecture;
        this.scheduler = scheduler;
        this.device = device;
        this.precision = precision;
    }

    /**
     * Opens a checkpoint: reads its configuration, no weights yet.
     *
     * @throws IllegalArgumentException if a part is missing or of a kind that is not supported
     */
    public static StableDiffusion open(ModelFiles files, Device device, Precision precision) {
        Architecture architecture = Architecture.read(files);
        SchedulerConfig published = files.scheduler();
        return new StableDiffusion(files, architecture,
                architecture.family() == Family.SD ? published.forStableDiffusion() : published, device, precision);
    }

    /**
     * The same checkpoint, whose network predicts something else than its files say: those of SD2 say it wrongly or not at all.
     *
     * @param type epsilon or v_prediction
     */
    public StableDiffusion predicting(String type) {
        return new StableDiffusion(files, architecture, scheduler.with("prediction_type", type), device, precision);
    }

    /** Where it lies. */
    public ModelFiles files() {
        return files;
    }

    /** What it consists of. */
    public Architecture architecture() {
        return architecture;
    }

    /** Where its networks run. */
    public Device device() {
        return device;
    }

    /** What they compute in. */
    public Precision precision() {
        return precision;
    }

    /** Pixels on a side per latent. */
    public int factor() {
        return architecture.vae().factor();
    }

    /** Shape of the latent of one image, [1, c, h, w]. */
    public long[] latentShape(Settings settings) {
        return new long[] {1, architecture.vae().latentChannels(), settings.height() / factor(), settings.width() / factor()};
    }

    /** Height and width of the images it was trained on, in pixels. */
    public int side() {
        return architecture.unet().sampleSize() * factor();
    }

    /** Steps of the sampler where nobody chooses a number. */
    public int steps() {
        Integer advised = files.advice().steps();
        return advised == null ? USUAL_STEPS : advised;
    }

    /** Scale of guidance where nobody chooses one. */
    public double guidance() {
        Double advised = files.advice().guidance();
        return advised == null ? architecture.family().guidance() : advised;
    }

    /** How it makes an image where nobody chooses anything. */
    public Settings usualSettings() {
        return new Settings(side(), side(), steps(), null, guidance(), 0, 0, 0, AttentionSettings.NONE);
    }

    /** All words it was trained on, where its files say so. */
    public Optional<WordList> words() {
        return WordList.in(files.tokenizer(Part.TEXT_ENCODER));
    }

    /** What its network predicts. */
    public Parametrisation predicts() {
        return scheduler.predicts();
    }

    /** The sampler that {@code settings} ask for. */
    public SchedulerConfig scheduler(Settings settings) {
        SchedulerConfig chosen = settings.sampler() == null ? scheduler : scheduler.withSampler(settings.sampler());
        return settings.eta() == 0 ? chosen : chosen.with("eta", settings.eta());
    }

    /** Calls of the denoiser that one image takes. */
    public int calls(Settings settings) {
        return scheduler(settings).sampler().schedule(settings.steps()).size();
    }

    /** Fails unless this model can do what {@code settings} say. */
    public void check(Settings settings) {
        if (settings.width() % factor() != 0 || settings.height() % factor() != 0) {
            throw new IllegalArgumentException("--size: " + settings.width() + "x" + settings.height()
                    + " is not possible; width and height must be multiples of " + factor());
        }
        scheduler(settings).sampler();
    }

    /** Fails if {@code prompt} says something to a text encoder that this model does not have. */
    public void check(Prompt prompt) {
        if (architecture.family() == Family.SD && !prompt.second().equals(prompt.text())) {
            throw new IllegalArgumentException("--prompt2: " + files.name() + " has one text encoder, which reads the prompt; leave"
                    + " --prompt2 out");
        }
    }

    /** Fails now, rather than when their turn comes, if the weights of denoiser or autoencoder are not what they should be. */
    public void checkWeights() {
        openUNet().close();
        openVae().close();
    }

    /** Loads the tokenisers and text encoders. @param clipSkip layers of theirs that are left out at the end */
    public PromptEncoder openText(int clipSkip) {
        return closingOnFailure(openTower(Part.TEXT_ENCODER, architecture.text()), ClipTower::close, first ->
                architecture.family() == Family.SD ? new ClipPrompts(first, clipSkip)
                        : closingOnFailure(openTower(Part.TEXT_ENCODER_2, architecture.text2()), ClipTower::close,
                                second -> new SdxlPrompts(first, second, files.zerosForNone(), clipSkip)));
    }

    private ClipTower openTower(Part part, ClipTextConfig config) {
        return closingOnFailure(openTokenizer(part), ClipTokenizer::close, tokenizer ->
                closingOnFailure(load(part, precision, weights -> new ClipText(config, weights)), ClipText::close,
                        encoder -> new ClipTower(tokenizer, encoder)));
    }

    private ClipTokenizer openTokenizer(Part part) {
        try {
            return ClipTokenizer.open(files.tokenizer(part));
        } catch (IOException e) {
            throw new UncheckedIOException(files.tokenizer(part) + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** 10^9 floating-point operations of one evaluation of the denoiser, both passes where it is guided. */
    public double gigaflops(Settings settings) {
        long[] latent = latentShape(settings);
        int passes = settings.guidance() > 1 ? 2 : 1;
        return passes * UNetCost.flops(architecture.unet(), latent[latent.length - 2], latent[latent.length - 1], CONTEXT) / 1e9;
    }

    /** Loads the denoising network. */
    public UNet openUNet() {
        return load(Part.UNET, precision, weights -> new UNet(architecture.unet(), weights));
    }

    /** Loads the autoencoder. */
    public Vae openVae() {
        return load(Part.VAE, architecture.vae().precision(precision), architecture.vae()::open);
    }

    private <T> T load(Part part, Precision in, Function<Weights, T> network) {
        return closingOnFailure(Weights.of(files.weights(part), device, in), Weights::close, network);
    }

    private static <A, B> B closingOnFailure(A opened, Consumer<A> close, Function<A, B> use) {
        try {
            return use.apply(opened);
        } catch (RuntimeException e) {
            close.accept(opened);
            throw e;
        }
    }

    /** Tells this checkpoint from others by the numbers in it; computed when first asked for. */
    public synchronized String fingerprint() {
        if (fingerprint == null) {
            Fingerprint numbers = new Fingerprint();
            Set<Part> parts = EnumSet.allOf(Part.class);
            if (architecture.family() == Family.SD) {
                parts.remove(Part.TEXT_ENCODER_2);
            }
            for (Part part : parts) {
                try (TensorSource source = files.weights(part)) {
                    numbers.add(part.toString(), source);
                }
            }
            fingerprint = numbers.hex();
        }
        return fingerprint;
    }
}

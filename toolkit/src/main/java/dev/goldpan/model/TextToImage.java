package dev.goldpan.model;

import dev.goldpan.denoise.UNet;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Guidance;
import dev.goldpan.sample.Nudge;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.Schedule;
import dev.goldpan.sample.SplitBatch;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.EngineFacts;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.text.PromptEncoder;
import dev.goldpan.text.Tokens;
import dev.goldpan.vae.Vae;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Images from a prompt, as diffusers' pipelines make them with one processor generator per image.
 *
 * <p>Networks take turns in memory: the text encoders leave before the denoiser comes, the denoiser leaves before the last batch
 * is decoded.
 */
public final class TextToImage {
    private final StableDiffusion model;
    private final ImageRequest request;
    private final Guiding guiding;
    private final Watcher watcher;
    private final Trace trace;
    private final Sampler sampler;
    private final Schedule schedule;

    private TextToImage(StableDiffusion model, ImageRequest request, Guiding guiding, Watcher watcher, Trace trace) {
        this.model = model;
        this.request = request;
        this.guiding = guiding;
        this.watcher = watcher;
        this.trace = trace;
        this.sampler = model.scheduler(request.settings()).sampler();
        this.schedule = sampler.schedule(request.settings().steps());
    }

    /**
     * Makes the images of {@code request}.
     *
     * @param guiding makes what moves latents on their way, or {@link Guiding#NONE}
     * @param watcher is handed each image as soon as it is finished
     * @param trace keeps the numbers on the way, or {@link Trace#none()}
     * @throws IllegalArgumentException for what this model cannot do
     */
    public static void run(StableDiffusion model, ImageRequest request, Guiding guiding, Watcher watcher, Trace trace) {
        model.check(request.settings());
        model.check(request.prompt());
        Footprint.of(model, request).check(model.device(), watcher);
        model.checkWeights();
        try (Scope scope = Scope.open()) {
            new TextToImage(model, request, guiding, watcher, trace).run();
        }
    }

    private void run() {
        trace.add("timesteps", Tensor.create(schedule.times()).to(ScalarType.Float));
        Told told = encode();
        try (Turn<UNet> unet = new Turn<>(model::openUNet, UNet::close);
                Turn<Vae> vae = new Turn<>(model::openVae, Vae::close)) {
            for (int done = 0; done < request.count(); done += request.batch()) {
                int batch = Math.min(request.batch(), request.count() - done);
                long[] seeds = LongStream.range(request.seed() + done, request.seed() + done + batch).toArray();
                try (Scope scope = Scope.open()) {
                    Tensor latents = denoise(unet.take(), told, seeds);
                    if (done + batch == request.count()) {
                        unet.close();
                    }
                    decode(vae.take(), latents, seeds);
                }
            }
        }
    }

    private Told encode() {
        watcher.begins("reading the prompt", 1);
        Settings settings = request.settings();
        List<Prompt> prompts = List.of(request.prompt());
        try (PromptEncoder encoder = model.openText(settings.clipSkip())) {
            List<Tokens> tokens = encoder.tokens(request.prompt());
            List<Tokens> negativeTokens = encoder.tokens(Remarks.negative(request.prompt()));
            Remarks.on(model, encoder, request.prompt(), watcher);
            Told told = new Told(tokens.get(0), encoder.encode(prompts, settings.height(), settings.width()),
                    encoder.encodeNegative(prompts, settings.height(), settings.width()));
            trace.add("token_ids", row(tokens.get(0)));
            trace.add("negative_token_ids", row(negativeTokens.get(0)));
            trace.add("prompt_embeds", told.positive().context());
            trace.add("negative_prompt_embeds", told.negative().context());
            if (told.positive().pooled() != null) {
                trace.add("pooled", told.positive().pooled());
            }
            return told;
        }
    }

    private static Tensor row(Tokens tokens) {
        return Tensor.create(tokens.ids()).unsqueeze(0);
    }

    private Tensor denoise(UNet unet, Told told, long[] seeds) {
        watcher.begins("denoising" + label(seeds), schedule.size());
        Settings settings = request.settings();
        long[] shape = model.latentShape(settings);
        List<Noise> noises = LongStream.of(seeds).mapToObj(seed -> Noise.torch(seed, shape)).toList();
        Denoiser denoiser = new Guidance(Denoiser.of(new SplitBatch(unet), model.predicts()), told.negative(), settings.guidance(),
                settings.guidanceRescale());
        Tensor start = Noise.batch(noises, item -> 0);
        trace.add("latents.0", start);
        Nudge nudge = guiding.of(unet, model, settings, told.tokens(), told.positive());
        int[] calls = {0};
        State begun = sampler.start(start.to(model.device().torch(), ScalarType.Float), schedule);
        State end = sampler.finish(begun, denoiser, told.positive().spread(seeds.length), noises, nudge, state -> {
            calls[0]++;
            trace.add("latents." + calls[0], state.x());
            watcher.at(calls[0]);
        });
        return end.x();
    }

    private void decode(Vae vae, Tensor latents, long[] seeds) {
        watcher.begins("decoding" + label(seeds), 1);
        Tensor unit = Images.unit(vae.toImage(latents));
        trace.add("image", unit);
        List<BufferedImage> images = Images.pictures(unit);
        String engine = EngineFacts.ask().summary();
        for (int item = 0; item < seeds.length; item++) {
            PictureText text = PictureText.ofSeed(model, request.settings(), request.prompt(), seeds[item], seeds.length, item, engine);
            watcher.made(new Picture(seeds[item], images.get(item), text.byKeyword()));
        }
    }

    private String label(long[] seeds) {
        return request.count() == 1 ? "" : " seed " + seeds[0] + (seeds.length == 1 ? "" : " to " + seeds[seeds.length - 1]);
    }
}

package dev.goldpan.mini.train;

import dev.goldpan.denoise.UNet;
import dev.goldpan.mini.generator.Frozen;
import dev.goldpan.mini.world.TokenizerFolder;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.sample.VpPath;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipText;
import dev.goldpan.text.ClipTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The text encoder and the UNet together: the mean squared error of the predicted velocity v = alpha eps - sigma x0 (Salimans and
 * Ho, 2022); one caption in ten is left empty, for classifier-free guidance (Ho and Salimans, 2022). A quarter of the times is
 * spread evenly over the schedule, the others have normal log odds (Esser et al., 2024, section 3.1): most lie where shapes are
 * decided, few where nearly all of the error is what nobody could predict.
 */
final class DiffusionObjective implements Objective {
    private static final double EMPTY = 0.1;
    private static final double EVEN = 0.25;
    private static final String UNET = "diffusion_pytorch_model.safetensors";
    private static final Map<String, String> FORMAT = Map.of("format", "pt");
    private static final String TEXT = "model.safetensors";

    private final String shape;
    private final Latents data;
    private final Syllabus syllabus;
    private final First began;
    private final Path reads;
    private final int batch;
    private final Weights unetWeights;
    private final Weights textWeights;
    private final boolean trainsText;
    private final UNet unet;
    private final ClipText text;
    private final Tensor empty; // [1, 24]
    private final Tensor alphas; // [1000]
    private final Tensor sigmas;

    /**
     * @param shape of the UNet, by its name
     * @param data closed by the caller, as the syllabus; null where there is no loss to be computed
     * @param first values of both networks before their first step
     * @param reads folder of a trained text encoder, which stays as it is; null where one is trained too
     */
    DiffusionObjective(String shape, Latents data, Syllabus syllabus, Path tokens, First first, Path reads, int batch) {
        this.shape = shape;
        this.data = data;
        this.syllabus = syllabus;
        this.began = first;
        this.reads = reads;
        this.batch = batch;
        unetWeights = Weights.fresh(first.unet(), Device.CPU, Precision.FP32, true);
        trainsText = reads == null;
        textWeights = trainsText ? Weights.fresh(first.text(), Device.CPU, Precision.FP32, true)
                : Weights.of(Safetensors.open(reads.resolve(TEXT)), Device.CPU, Precision.FP32);
        unet = new UNet(Shapes.unet(shape), unetWeights);
        text = new ClipText(Shapes.text(), textWeights.at("text_model"));
        VpPath path = Shapes.path();
        float[] signal = new float[path.betas().steps()];
        float[] noise = new float[signal.length];
        for (int t = 0; t < signal.length; t++) {
            signal[t] = (float) path.alpha(t);
            noise[t] = (float) path.sigma(t);
        }
        alphas = Scope.detach(torch.tensor(signal));
        sigmas = Scope.detach(torch.tensor(noise));
        try (ClipTokenizer tokenizer = tokenizer(tokens)) {
            empty = Scope.detach(Latents.ids(tokenizer, List.of("")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Values of both networks before their first step. */
    record First(Weights.Initial unet, Weights.Initial text) {
        /** Random ones. */
        static First of(long seed) {
            return new First(new FirstValues(seed), new FirstValues(seed));
        }

        /** Those of the checkpoint in {@code folder}, which has a unet/ and a text_encoder/. */
        static First of(Path folder) {
            return new First(new StoredValues(folder.resolve("unet").resolve(UNET)),
                    new StoredValues(folder.resolve("text_encoder").resolve(TEXT)));
        }
    }

    private static ClipTokenizer tokenizer(Path folder) throws IOException {
        TokenizerFolder.write(folder);
        return ClipTokenizer.open(folder);
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> both = new LinkedHashMap<>();
        unetWeights.parameters().forEach((name, value) -> both.put("unet." + name, value));
        if (trainsText) {
            textWeights.parameters().forEach((name, value) -> both.put("text." + name, value));
        }
        return both;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(data.settings());
        settings.putAll(syllabus.settings());
        settings.put("start", Origin.of(began.unet()));
        settings.put("text", trainsText ? Origin.of(began.text()) + ", trained" : Origin.of(reads.resolve(TEXT)));
        return settings;
    }

    @Override
    public int mostTerms() {
        return Math.min(2, batch);
    }

    @Override
    public Tensor loss(long step) {
        Lot lot = draw();
        return loss(lot, 0, batch);
    }

    /** The parts of the batch. */
    @Override
    public List<Supplier<Tensor>> terms(long step, int count) {
        Lot lot = draw();
        return IntStream.range(0, count).<Supplier<Tensor>>mapToObj(part -> {
            int first = batch * part / count;
            return () -> loss(lot, first, batch * (part + 1) / count - first);
        }).toList();
    }

    /** What one step is about. @param x0 [b, 4, 16, 16] @param ids [b, 24] @param times [b], int64 @param eps like x0 */
    private record Lot(Tensor x0, Tensor ids, Tensor times, Tensor eps) {}

    private Lot draw() {
        Tensor rows = syllabus.rows(data.count(), batch);
        Tensor times = times();
        Tensor dropped = torch.rand(batch, 1).lt(new Scalar(EMPTY));
        Tensor x0 = data.latents().index_select(0, rows).to(ScalarType.Float);
        Tensor ids = torch.where(dropped, empty, data.ids().index_select(0, rows));
        Tensor order = torch.randperm(batch, new TensorOptions(ScalarType.Long));
        return new Lot(x0, ids, times.index_select(0, order), torch.randn_like(x0));
    }

    /** @return [b], int64: one in each of b parts of the distribution that are equally likely */
    private Tensor times() {
        Tensor places = torch.arange(new Scalar(batch)).add(torch.rand(batch)).mul(new Scalar(1.0 / batch));
        Tensor middle = syllabus.middle(places);
        Tensor part = torch.where(torch.rand(batch).lt(new Scalar(EVEN)), places, middle);
        return part.mul(new Scalar(alphas.size(0))).to(ScalarType.Long).clamp_max(new Scalar(alphas.size(0) - 1));
    }

    /** Their part of the mean over the batch. */
    private Tensor loss(Lot lot, int first, int count) {
        Tensor x0 = lot.x0.narrow(0, first, count);
        Tensor eps = lot.eps.narrow(0, first, count);
        Tensor times = lot.times.narrow(0, first, count);
        Tensor alpha = alphas.index_select(0, times).view(-1, 1, 1, 1);
        Tensor sigma = sigmas.index_select(0, times).view(-1, 1, 1, 1);
        Tensor ids = lot.ids.narrow(0, first, count);
        Tensor context = trainsText ? text.forward(ids).last() : Frozen.run(() -> text.forward(ids).last()).detach();
        Tensor predicted = unet.forward(x0.mul(alpha).add(eps.mul(sigma)), times.to(ScalarType.Float), Conditioning.of(context));
        return torch.mse_loss(predicted, eps.mul(alpha).sub(x0.mul(sigma))).mul(new Scalar(count / (double) batch));
    }

    @Override
    public void export(Path folder, Map<String, Tensor> trained) {
        Map<String, Tensor> unetValues = new LinkedHashMap<>();
        Map<String, Tensor> textValues = new LinkedHashMap<>();
        trained.forEach((name, value) -> {
            Map<String, Tensor> part = name.startsWith("unet.") ? unetValues : textValues;
            part.put(name.substring(5), value);
        });
        SafetensorsWriter.write(folder.resolve("unet").resolve(UNET), unetValues, FORMAT);
        Shapes.write(shape, folder.resolve("unet/config.json"));
        if (trainsText) {
            SafetensorsWriter.write(folder.resolve("text_encoder").resolve(TEXT), textValues, FORMAT);
            Shapes.write("text_encoder", folder.resolve("text_encoder/config.json"));
        }
    }

    @Override
    public void close() {
        unet.close();
        text.close();
    }
}

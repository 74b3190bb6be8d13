package dev.goldpan.mini.train;

import dev.goldpan.denoise.UNet;
import dev.goldpan.mini.world.TokenizerFolder;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.sample.VpPath;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipText;
import dev.goldpan.text.ClipTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
 * Ho, 2022), at times spread evenly over the schedule; one caption in ten is left empty, for classifier-free guidance (Ho and Salimans, 2022).
 */
final class DiffusionObjective implements Objective {
    private static final double EMPTY = 0.1;

    private final String shape;
    private final Latents data;
    private final int batch;
    private final Weights unetWeights;
    private final Weights textWeights;
    private final UNet unet;
    private final ClipText text;
    private final Tensor empty; // [1, 24]
    private final Tensor alphas; // [1000]
    private final Tensor sigmas;

    DiffusionObjective(String shape, Latents data, Path tokens, long seed, int batch) {
        this.shape = shape;
        this.data = data;
        this.batch = batch;
        unetWeights = Weights.fresh(new FirstValues(seed), Device.CPU, Precision.FP32, true);
        textWeights = Weights.fresh(new FirstValues(seed), Device.CPU, Precision.FP32, true);
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

    private static ClipTokenizer tokenizer(Path folder) throws IOException {
        TokenizerFolder.write(folder);
        return ClipTokenizer.open(folder);
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> both = new LinkedHashMap<>();
        unetWeights.parameters().forEach((name, value) -> both.put("unet." + name, value));
        textWeights.parameters().forEach((name, value) -> both.put("text." + name, value));
        return both;
    }

    @Override
    public Tensor loss(long step) {
        Lot lot = draw();
        return loss(lot, 0, batch);
    }

    /** The parts of the batch. */
    @Override
    public List<Supplier<Tensor>> terms(long step, int most) {
        Lot lot = draw();
        return IntStream.range(0, most).<Supplier<Tensor>>mapToObj(part -> {
            int first = batch * part / most;
            return () -> loss(lot, first, batch * (part + 1) / most - first);
        }).toList();
    }

    /** What one step is about. @param x0 [b, 4, 16, 16] @param ids [b, 24] @param times [b], int64 @param eps like x0 */
    private record Lot(Tensor x0, Tensor ids, Tensor times, Tensor eps) {}

    private Lot draw() {
        Tensor rows = torch.randint(data.count(), new long[] {batch}, new TensorOptions(ScalarType.Long));
        Tensor places = torch.arange(new Scalar(batch)).add(torch.rand(batch)).mul(new Scalar(alphas.size(0) / (double) batch));
        Tensor times = places.to(ScalarType.Long).clamp_max(new Scalar(alphas.size(0) - 1)); // one in each part of the schedule
        Tensor dropped = torch.rand(batch, 1).lt(new Scalar(EMPTY));
        Tensor x0 = data.latents().index_select(0, rows).to(ScalarType.Float);
        Tensor ids = torch.where(dropped, empty, data.ids().index_select(0, rows));
        Tensor order = torch.randperm(batch, new TensorOptions(ScalarType.Long));
        return new Lot(x0, ids, times.index_select(0, order), torch.randn_like(x0));
    }

    /** Their part of the mean over the batch. */
    private Tensor loss(Lot lot, int first, int count) {
        Tensor x0 = lot.x0.narrow(0, first, count);
        Tensor eps = lot.eps.narrow(0, first, count);
        Tensor times = lot.times.narrow(0, first, count);
        Tensor alpha = alphas.index_select(0, times).view(-1, 1, 1, 1);
        Tensor sigma = sigmas.index_select(0, times).view(-1, 1, 1, 1);
        Tensor context = text.forward(lot.ids.narrow(0, first, count)).last();
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
        Map<String, String> format = Map.of("format", "pt");
        SafetensorsWriter.write(folder.resolve("unet/diffusion_pytorch_model.safetensors"), unetValues, format);
        SafetensorsWriter.write(folder.resolve("text_encoder/model.safetensors"), textValues, format);
        Shapes.write(shape, folder.resolve("unet/config.json"));
        Shapes.write("text_encoder", folder.resolve("text_encoder/config.json"));
    }

    @Override
    public void close() {
        unet.close();
        text.close();
    }
}

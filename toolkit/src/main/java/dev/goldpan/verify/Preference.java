package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.text.Tokens;
import dev.goldpan.verify.net.Blip;
import dev.goldpan.verify.net.BlipConfig;
import dev.goldpan.verify.net.Preprocessing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Which image people would choose for a prompt (ImageReward, Xu et al., 2023): the reward of a {@link Blip}. */
public final class Preference implements Differentiable {
    private final Blip net;
    private final Preprocessing eye;
    private final ClipTokenizer tokenizer;
    private final VerifierInfo info;

    Preference(String name, String hash, Blip net, Preprocessing eye, ClipTokenizer tokenizer) {
        this.net = net;
        this.eye = eye;
        this.tokenizer = tokenizer;
        info = new VerifierInfo(name, hash, Set.of(Need.IMAGE, Need.PROMPT), 0, VerifierInfo.Scope.POINT,
                VerifierInfo.Range.UNBOUNDED, "reward", net.gigaflops(tokenizer.length()));
    }

    /** The network in {@code folder}. @param name what journals call it */
    public static Preference open(String name, Path folder, Device device, Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        Blip net = new Blip(BlipConfig.of(files.config()), files.weights(device, precision));
        Preprocessing eye = files.preprocessing();
        ClipTokenizer tokenizer = files.tokenizer();
        return new Preference(name, files.hash(""), net, eye, tokenizer);
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public Tensor differentiable(List<Evidence> shown) {
        Shown.check(info, shown);
        try (Scope scope = Scope.open()) {
            Tensor seen = net.see(Shown.pictures(shown, Evidence::image, eye));
            int length = tokenizer.length();
            long[] ids = new long[shown.size() * length];
            long[] real = new long[ids.length];
            for (int row = 0; row < shown.size(); row++) {
                Tokens tokens = tokenizer.encode(shown.get(row).prompt().text());
                System.arraycopy(tokens.ids(), 0, ids, row * length, length);
                Arrays.fill(real, row * length, row * length + tokens.kept() + 2, 1); // with start and end
            }
            return scope.keep(net.reward(seen, here(ids, length), here(real, length)));
        }
    }

    private Tensor here(long[] values, int length) {
        return torch.tensor(values).view(-1, length).to(net.weights().device().torch(), ScalarType.Long);
    }

    @Override
    public void close() {
        tokenizer.close();
        net.close();
    }
}

package dev.goldpan.sample;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The network of reference/samplers.py: smooth, of moderate slope, different for every time, element and conditioning. */
final class FakeNetwork implements Network {
    @Override
    public Tensor forward(Tensor x, Tensor t, Conditioning given) {
        try (Scope scope = Scope.open()) {
            Tensor s = t.div(new Scalar(1000.0)).view(-1, 1, 1, 1);
            Tensor grown = x.mul(new Scalar(2.0)).mul(s.add(new Scalar(1.0)));
            Tensor wave = grown.tanh().mul(new Scalar(0.25)).mul(s.mul(new Scalar(3.0)).cos());
            Tensor shifted = torch.roll(x, new long[] {1}, new long[] {-1}).mul(new Scalar(0.1));
            Tensor line = s.mul(new Scalar(0.7)).add(new Scalar(0.2)).mul(x);
            return scope.keep(line.add(wave).add(shifted).add(given.context().view(-1, 1, 1, 1)));
        }
    }

    /** One number per item, added to the output. */
    static Conditioning given(double... values) {
        return Conditioning.of(Tensor.create(values, values.length, 1, 1).to(ScalarType.Float));
    }
}

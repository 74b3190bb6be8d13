package dev.goldpan.mini.generator;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Networks that take part in a training without being trained. */
public final class Frozen {
    private Frozen() {}

    /** What {@code network} gives in its own precision: its packed products do not take what autocast makes of their input. */
    public static Tensor run(Supplier<Tensor> network) {
        boolean mixed = torch.is_autocast_enabled(DeviceType.CPU);
        torch.set_autocast_enabled(DeviceType.CPU, false);
        try {
            return network.get();
        } finally {
            torch.set_autocast_enabled(DeviceType.CPU, mixed);
        }
    }
}

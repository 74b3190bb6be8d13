package dev.goldpan.mini.train;

import dev.goldpan.mini.world.Renderer;
import dev.goldpan.mini.world.Scene;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Scenes as the networks see them. */
final class Pixels {
    private Pixels() {}

    /** The scenes of one world seed at {@code first}, {@code first + 1}, ... */
    static List<Scene> scenes(long seed, long first, int count) {
        return IntStream.range(0, count).mapToObj(i -> Scene.of(seed, first + i)).toList();
    }

    /** @return [b, 3, 128, 128], fp32, [-1, 1] */
    static Tensor of(List<Scene> scenes) {
        byte[] bytes = new byte[scenes.size() * Renderer.BYTES];
        for (int i = 0; i < scenes.size(); i++) {
            Renderer.render(scenes.get(i), bytes, i * Renderer.BYTES);
        }
        BytePointer pointer = new BytePointer(bytes);
        Tensor raw = torch.from_blob(pointer, new long[] {scenes.size(), 3, Renderer.SIDE, Renderer.SIDE},
                new TensorOptions(ScalarType.Byte));
        return raw.to(ScalarType.Float).div_(new Scalar(127.5)).sub_(new Scalar(1.0));
    }
}

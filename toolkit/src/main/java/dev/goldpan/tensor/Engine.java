package dev.goldpan.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * The one libtorch of this process: loads it once and settles its thread pools.
 *
 * <p>OpenBLAS brings a thread pool of its own beside libtorch's OpenMP pool; on few cores the two fight and cost up to ten times
 * the run time, so OpenBLAS runs with one thread, called from inside OpenMP where libtorch splits the work.
 */
public final class Engine {
    private static final boolean BF16 = cpuFlag("avx512_bf16") || cpuFlag("amx_bf16");

    private Engine() {}

    /** Loads the engine. Cheap after the first call; called by everything that makes a first tensor. */
    public static void start() {
        Loaded.touch();
    }

    /** Threads that one operation may use on the processor. */
    public static int threads() {
        start();
        return torch.get_num_threads();
    }

    /** Lets one operation use {@code count} threads on the processor. */
    public static void threads(int count) {
        start();
        torch.set_num_threads(count);
    }

    static boolean cpuHasBf16() {
        return BF16;
    }

    private static boolean cpuFlag(String flag) {
        Path info = Path.of("/proc/cpuinfo");
        try {
            return Files.isReadable(info) && Files.readString(info).contains(" " + flag);
        } catch (IOException e) {
            return false;
        }
    }

    /** Initialised by the class loader, once. */
    private static final class Loaded {
        static {
            org.bytedeco.javacpp.Loader.load(torch.class);
            openblas.blas_set_num_threads(1);
        }

        static void touch() {}
    }
}

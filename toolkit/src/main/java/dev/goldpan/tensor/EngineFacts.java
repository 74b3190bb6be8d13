package dev.goldpan.tensor;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * What the engine says about itself, for reports.
 *
 * @param libtorch its version
 * @param capability instruction set of its own kernels (DEFAULT, AVX2, AVX512, ...)
 * @param onednn version of the library that multiplies and convolves for it
 * @param openblas the processor core that OpenBLAS has chosen its kernels for
 * @param threads threads that one operation may use
 * @param bf16 whether the processor multiplies bf16 in hardware
 * @param devices every device there is
 * @param natives where its unpacked libraries lie
 */
public record EngineFacts(String libtorch, String capability, String onednn, String openblas, int threads, boolean bf16,
        List<Device> devices, Path natives) {
    private static final Pattern LIBTORCH = Pattern.compile("TORCH_VERSION=([^,\\s]+)");
    private static final Pattern ONEDNN = Pattern.compile("MKL-DNN v([\\d.]+)");

    /** Starts the engine and asks it. */
    public static EngineFacts ask() {
        Engine.start();
        try (Scope scope = Scope.open()) {
            String build = torch.show_config().getString();
            return new EngineFacts(find(LIBTORCH, build), torch.get_cpu_capability().getString(), find(ONEDNN, build),
                    openblasCore(), Engine.threads(), Engine.cpuHasBf16(), findDevices(), findNatives());
        }
    }

    /** What decides the last bits of a result besides the input: version, instruction set and threads, in one line. */
    public String summary() {
        return "libtorch " + libtorch + " " + capability + ", " + threads + " threads";
    }

    private static List<Device> findDevices() {
        List<Device> devices = new ArrayList<>(List.of(Device.CPU));
        int cuda = torch.cuda_is_available() ? torch.cuda_device_count() : 0;
        for (int i = 0; i < cuda; i++) {
            devices.add(new Device(Device.Kind.CUDA, i));
        }
        return List.copyOf(devices);
    }

    private static String openblasCore() {
        Loader.load(openblas.class);
        org.bytedeco.javacpp.Pointer name = Loader.addressof("openblas_get_corename");
        return name == null ? "unknown" : Function.getFunction(new Pointer(name.address())).invokeString(new Object[0], false);
    }

    private static Path findNatives() {
        try {
            return Loader.getCacheDir().toPath();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher match = pattern.matcher(text);
        return match.find() ? match.group(1) : "unknown";
    }
}

package dev.goldpan.tensor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;

/**
 * Where a network runs.
 *
 * @param kind cpu, cuda, or meta (shapes without memory: key manifests and cost estimates)
 * @param index which of several; 0 for cpu and meta
 */
public record Device(Kind kind, int index) {
    /** The kinds of device. */
    public enum Kind { CPU, CUDA, META }

    /** The processor. */
    public static final Device CPU = new Device(Kind.CPU, 0);
    /** Shapes without memory. */
    public static final Device META = new Device(Kind.META, 0);

    private static final Pattern NAME = Pattern.compile("(cpu|cuda)(?::(\\d{1,3}))?");

    /**
     * The device called {@code name}.
     *
     * @param name cpu, cuda, cuda:N, or auto: the first CUDA device where there is one, else the processor
     */
    public static Device of(String name) {
        Engine.start();
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.equals("auto")) {
            return torch.cuda_is_available() ? new Device(Kind.CUDA, 0) : CPU;
        }
        Matcher match = NAME.matcher(wanted);
        if (!match.matches()) {
            throw new IllegalArgumentException("--device: '" + name + "' is not known; use auto, cpu, cuda or cuda:N");
        }
        if (match.group(1).equals("cpu")) {
            return CPU;
        }
        int index = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
        long there = torch.cuda_is_available() ? torch.cuda_device_count() : 0;
        if (index >= there) {
            throw new IllegalArgumentException("--device: " + name + " is not there (" + there
                    + " CUDA devices found); use cpu, or build with -Pgpu on a machine with a CUDA driver");
        }
        return new Device(Kind.CUDA, index);
    }

    /** Whether bf16 products run in hardware here, so that bf16 is the faster choice. */
    public boolean multipliesBf16() {
        return kind == Kind.CUDA || (kind == Kind.CPU && Engine.cpuHasBf16());
    }

    /** libtorch's name for it. */
    public org.bytedeco.pytorch.Device torch() {
        return new org.bytedeco.pytorch.Device(toString());
    }

    @Override
    public String toString() {
        return switch (kind) {
            case CPU -> "cpu";
            case META -> "meta";
            case CUDA -> "cuda:" + index;
        };
    }
}

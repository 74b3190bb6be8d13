package dev.goldpan.model;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.TensorSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tells checkpoints apart without reading gigabytes: SHA-256 over name, shape and a few numbers of every tensor. The numbers are
 * compared as fp32, so a copy in another file format has the same fingerprint.
 */
final class Fingerprint {
    private static final int SAMPLES = 16;
    private static final int SHOWN = 16; // hexadecimal digits

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes in all tensors of {@code source}, whatever their order. */
    Fingerprint add(String label, TensorSource source) {
        digest.update(label.getBytes(StandardCharsets.UTF_8));
        for (String name : new TreeSet<>(source.names())) {
            digest.update((name + Arrays.toString(source.shape(name))).getBytes(StandardCharsets.UTF_8));
            try (Scope scope = Scope.open()) {
                Tensor flat = source.read(name).flatten();
                long last = Math.max(0, flat.numel() - SAMPLES);
                for (long from : new long[] {0, last / 2, last}) {
                    digest.update(numbers(flat.narrow(0, from, Math.min(SAMPLES, flat.numel() - from))));
                }
            }
        }
        return this;
    }

    private static byte[] numbers(Tensor few) {
        float[] values = new float[(int) few.numel()];
        few.to(Device.CPU.torch(), ScalarType.Float).contiguous().data_ptr_float().get(values);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** The fingerprint of what was taken in. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
    }
}

package dev.goldpan.tensor;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The one door to tensor files of every format. */
public final class TensorFile {
    private static final Pattern INDEX = Pattern.compile(".*\\.index(\\.\\w+)?\\.json");

    private TensorFile() {}

    /**
     * Opens a safetensors file, the index of a sharded one ({@code *.index.json}, {@code *.index.fp16.json}), or what
     * {@code torch.save} wrote. The format is told by the content, since checkpoints are renamed freely.
     *
     * @throws IllegalArgumentException if it is not there, is damaged, or could do anything else than hold tensors
     */
    public static TensorSource open(Path path) {
        if (INDEX.matcher(path.toString()).matches()) {
            return Shards.open(path);
        }
        MappedFile file = MappedFile.open(path);
        return TorchCheckpoint.recognises(file) ? TorchCheckpoint.open(file) : Safetensors.open(file);
    }
}

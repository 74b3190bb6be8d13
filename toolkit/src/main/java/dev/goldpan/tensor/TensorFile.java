package dev.goldpan.tensor;

import java.nio.file.Path;

/** The one door to tensor files of every format. */
public final class TensorFile {
    private TensorFile() {}

    /**
     * Opens a safetensors file, the index of a sharded one ({@code *.index.json}), or what {@code torch.save} wrote. The format
     * is told by the content, since checkpoints are renamed freely.
     *
     * @throws IllegalArgumentException if it is not there, is damaged, or could do anything else than hold tensors
     */
    public static TensorSource open(Path path) {
        if (path.toString().endsWith(".index.json")) {
            return Shards.open(path);
        }
        MappedFile file = MappedFile.open(path);
        return TorchCheckpoint.recognises(file) ? TorchCheckpoint.open(file) : Safetensors.open(file);
    }
}

package dev.goldpan.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** A component stored in several files, with an index {weight_map: {tensor name: file name}} beside them. */
public final class Shards implements TensorSource {
    private static final long LARGEST_INDEX = 1 << 24;

    private final Path index;
    private final Map<String, TensorSource> byName;
    private final Map<String, TensorSource> byFile;

    private Shards(Path index, Map<String, TensorSource> byName, Map<String, TensorSource> byFile) {
        this.index = index;
        this.byName = byName;
        this.byFile = byFile;
    }

    /**
     * Opens all files that {@code index} mentions.
     *
     * @throws IllegalArgumentException if the index is unsound, one of the files is missing, is not beside the index, or lacks a
     *     tensor
     */
    public static Shards open(Path index) {
        Shards shards = new Shards(index, new LinkedHashMap<>(), new LinkedHashMap<>());
        try {
            for (Map.Entry<String, JsonNode> entry : weightMap(index).properties()) {
                shards.add(entry.getKey(), entry.getValue());
            }
            return shards;
        } catch (RuntimeException e) {
            shards.close();
            throw e;
        }
    }

    private void add(String name, JsonNode file) {
        if (!file.isTextual()) {
            throw wrong(index, "does not say which file has tensor '" + Untrusted.shown(name) + "'");
        }
        TensorSource shard = byFile.computeIfAbsent(file.textValue(), this::openShard);
        if (!shard.names().contains(name)) {
            throw wrong(index, "says that tensor '" + Untrusted.shown(name) + "' is in " + Untrusted.shown(file.textValue())
                    + ", which does not have it");
        }
        byName.put(name, shard);
    }

    private TensorSource openShard(String file) {
        Path path = index.resolveSibling(plainName(file));
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(path + ": this part of the model is missing; complete the download (" + index
                    + " lists all parts)");
        }
        return TensorFile.open(path);
    }

    /** Parts lie beside their index; a name that leads elsewhere is hostile. Links are fine: the folder's owner made them. */
    private Path plainName(String file) {
        try {
            Path name = Path.of(file);
            boolean plain = name.getNameCount() == 1 && name.getFileName() != null && name.getFileName().toString().equals(file)
                    && !file.contains("/") && !file.contains("\\") && !file.equals("..") && !file.equals(".") && !file.isEmpty();
            if (plain && !file.endsWith(".json")) {
                return name;
            }
        } catch (InvalidPathException e) {
            // falls through to the refusal
        }
        throw wrong(index, "names the file '" + Untrusted.shown(file) + "', which is not a plain file name");
    }

    private static JsonNode weightMap(Path index) {
        try {
            if (Files.size(index) > LARGEST_INDEX) {
                throw wrong(index, "has " + Files.size(index) + " bytes, too many for an index");
            }
            JsonNode map = new ObjectMapper(Untrusted.JSON).readTree(Files.readAllBytes(index)).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw wrong(index, "has no weight_map");
            }
            return map;
        } catch (JsonProcessingException e) {
            throw wrong(index, "is damaged (" + Untrusted.shown(e.getOriginalMessage()) + ")");
        } catch (IOException e) {
            throw new UncheckedIOException(index + ": cannot be read (" + e + ")", e);
        }
    }

    private static IllegalArgumentException wrong(Path index, String what) {
        return new IllegalArgumentException(index + ": " + what + "; get it from its source again");
    }

    private TensorSource shard(String name) {
        TensorSource shard = byName.get(name);
        if (shard == null) {
            throw new NoSuchElementException(index + " has no tensor '" + name + "'");
        }
        return shard;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    @Override
    public long[] shape(String name) {
        return shard(name).shape(name);
    }

    @Override
    public Tensor read(String name) {
        return shard(name).read(name);
    }

    @Override
    public void release(String name) {
        shard(name).release(name);
    }

    @Override
    public String where(String name) {
        TensorSource shard = byName.get(name);
        return shard == null ? index.toString() : shard.where(name);
    }

    @Override
    public void close() {
        byFile.values().forEach(TensorSource::close);
    }
}

package dev.goldpan.tensor;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * What {@code torch.save} wrote ({@code .bin}, {@code .pt}, {@code .pth}, {@code .ckpt}): a zip file with a pickle that describes
 * the tensors, and one stored entry per storage, which is memory-mapped.
 *
 * <p>The pickle is read as data: whatever it says, no code runs. Where the tensors are not at the top, the dictionary that has
 * them is found under the usual names; for a training checkpoint that is the moving average.
 */
public final class TorchCheckpoint implements TensorSource {
    private static final int LONGEST_PICKLE = 1 << 26;
    /** Where tensors may be below the top, best first. */
    private static final List<String> USUAL = List.of("state_dict", "ema", "params_ema", "model", "module", "params");

    private final Renamed tensors;
    private final Map<String, Object> beside;

    private TorchCheckpoint(Renamed tensors, Map<String, Object> beside) {
        this.tensors = tensors;
        this.beside = beside;
    }

    /**
     * Opens {@code path}.
     *
     * @throws IllegalArgumentException if it is no such file, mentions code, or has a format that PyTorch left in 2020
     */
    public static TorchCheckpoint open(Path path) {
        return open(MappedFile.open(path));
    }

    static TorchCheckpoint open(MappedFile file) {
        try {
            return read(file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whether {@code file} begins like a zip file or a bare pickle, and not like safetensors of a length that looks so. */
    static boolean recognises(MappedFile file) {
        byte[] magic = file.bytes(0, (int) Math.min(9, file.size()));
        return isZip(magic) || (magic.length == 9 && magic[0] == (byte) 0x80 && magic[1] <= 5 && magic[8] != '{');
    }

    private static boolean isZip(byte[] magic) {
        return magic.length >= 4 && magic[0] == 'P' && magic[1] == 'K' && magic[2] == 3 && magic[3] == 4;
    }

    private static TorchCheckpoint read(MappedFile file) {
        if (!isZip(file.bytes(0, (int) Math.min(4, file.size())))) {
            throw wrong(file, "is not in the format that PyTorch writes since 1.6; load it with a current PyTorch and save it "
                    + "again, or get the model as safetensors");
        }
        StoredZip zip = new StoredZip(file);
        String folder = folder(file, zip);
        StoredZip.Entry order = zip.entry(folder + "byteorder");
        if (order != null && (order.length() != 6 || !new String(zip.bytes(order), StandardCharsets.US_ASCII).equals("little"))) {
            throw wrong(file, "was written on a big-endian machine; save it again on a current one");
        }
        StoredZip.Entry pickle = zip.entry(folder + "data.pkl");
        if (pickle.length() > LONGEST_PICKLE) {
            throw wrong(file, "has a pickle of " + pickle.length() + " bytes; at most " + LONGEST_PICKLE + " are read");
        }
        Object top;
        try {
            top = Unpickler.read(zip.bytes(pickle));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.path() + ": " + e.getMessage(), e);
        }
        if (!(top instanceof Pickled.Dict dict)) {
            throw wrong(file, "does not hold a dictionary of tensors");
        }
        Storages storages = new Storages(file, new LinkedHashMap<>());
        Map<String, Renamed.Stored> table = new LinkedHashMap<>();
        stored(withTensors(file, dict)).forEach((name, tensor) -> {
            storages.add(zip, folder + "data/", name, tensor.storage());
            table.put(name, new Renamed.Stored(tensor.storage().id(), tensor.form()));
        });
        return new TorchCheckpoint(new Renamed(storages, table), dict.entries());
    }

    /** All entries are in one folder, called as the file was when it was written. */
    private static String folder(MappedFile file, StoredZip zip) {
        for (String name : zip.names()) {
            if (name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - "/data.pkl".length()) {
                return name.substring(0, name.length() - "data.pkl".length());
            }
        }
        throw wrong(file, "is a zip file, but not one that torch.save wrote (it has no data.pkl)");
    }

    private static Pickled.Dict withTensors(MappedFile file, Pickled.Dict top) {
        if (!stored(top).isEmpty()) {
            return top;
        }
        Map<String, Pickled.Dict> below = new LinkedHashMap<>();
        top.entries().forEach((name, value) -> {
            if (value instanceof Pickled.Dict dict && !stored(dict).isEmpty()) {
                below.put(name, dict);
            }
        });
        List<String> usual = new ArrayList<>(USUAL);
        usual.retainAll(below.keySet());
        if (usual.isEmpty() && below.size() != 1) {
            List<String> names = below.keySet().stream().map(Untrusted::shown).toList();
            throw wrong(file, below.isEmpty() ? "holds no tensors" : "holds tensors under "
                    + names.subList(0, Math.min(4, names.size())) + ", and which are the model's is not clear; save only those");
        }
        return usual.isEmpty() ? below.values().iterator().next() : below.get(usual.get(0));
    }

    private static Map<String, Pickled.Stored> stored(Pickled.Dict dict) {
        Map<String, Pickled.Stored> tensors = new LinkedHashMap<>();
        dict.entries().forEach((name, value) -> {
            if (value instanceof Pickled.Stored tensor && Untrusted.isPlain(name)) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    private static IllegalArgumentException wrong(MappedFile file, String what) {
        return new IllegalArgumentException(file.path() + ": " + what);
    }

    /** The integer that lies beside the tensors as {@code name}, such as {@code global_step}. */
    public OptionalLong number(String name) {
        return beside.get(name) instanceof Long value ? OptionalLong.of(value) : OptionalLong.empty();
    }

    @Override
    public Set<String> names() {
        return tensors.names();
    }

    @Override
    public long[] shape(String name) {
        return tensors.shape(name);
    }

    @Override
    public Tensor read(String name) {
        return tensors.read(name);
    }

    @Override
    public void release(String name) {
        tensors.release(name);
    }

    @Override
    public String where(String name) {
        return tensors.where(name);
    }

    @Override
    public void close() {
        tensors.close();
    }

    /** The archive's storages as flat tensors, which several tensors may share. */
    private record Storages(MappedFile file, Map<String, Place> places) implements TensorSource {
        record Place(Pickled.Storage storage, long begin) {}

        void add(StoredZip zip, String folder, String tensor, Pickled.Storage storage) {
            if (!places.containsKey(storage.id())) {
                StoredZip.Entry entry = zip.entry(folder + storage.key());
                if (entry == null || entry.length() < storage.count() * storage.type().bytes) {
                    throw wrong(file, "tensor '" + Untrusted.shown(tensor) + "' has "
                            + (entry == null ? "no data" : "too little data") + "; is the download complete?");
                }
                places.put(storage.id(), new Place(storage, entry.begin()));
            }
        }

        @Override
        public Set<String> names() {
            return places.keySet();
        }

        @Override
        public long[] shape(String id) {
            return new long[] {places.get(id).storage.count()};
        }

        @Override
        public Tensor read(String id) {
            Place place = places.get(id);
            return file.tensor(id, place.storage.type(), place.begin, place.storage.count());
        }

        @Override
        public void release(String id) {
            file.release(id);
        }

        @Override
        public String where(String id) {
            return file.path().toString();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}

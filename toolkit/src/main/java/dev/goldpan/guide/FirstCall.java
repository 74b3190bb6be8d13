package dev.goldpan.guide;

import dev.goldpan.sample.Schedule;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The attention that noises get at the first call of a trajectory, which is where the papers rank them. The maps of the latest list
 * are kept, so losses that are asked about the same noises share one pass.
 */
public final class FirstCall implements AutoCloseable {
    private final AttentionReader reader;
    private final Schedule schedule;
    private final Tensor like;
    private List<Tensor> latest = List.of();
    private List<AttentionMaps> kept = List.of();

    /**
     * @param schedule of the trajectories that will start from the noises
     * @param like a tensor on the network's device
     */
    FirstCall(AttentionReader reader, Schedule schedule, Tensor like) {
        this.reader = reader;
        this.schedule = schedule;
        this.like = like;
    }

    /**
     * The maps of each noise; valid until the next call.
     *
     * @param noises standard normals, [1, c, h, w] each
     */
    synchronized List<AttentionMaps> maps(List<Tensor> noises) {
        if (!isLatest(noises)) {
            close();
            try (Scope scope = Scope.open()) {
                kept = of(torch.cat(new TensorVector(noises.toArray(Tensor[]::new)), 0)).stream().toList();
                kept.forEach(maps -> {
                    Scope.detach(maps.cross());
                    Scope.detach(maps.self());
                });
                latest = new ArrayList<>(noises);
            }
        }
        return kept;
    }

    /** The maps of {@code noise}, [b, c, h, w], in the open scope; they carry its gradient. */
    List<AttentionMaps> of(Tensor noise) {
        Tensor x = noise.to(like.device(), ScalarType.Float).mul(new Scalar(schedule.scale()));
        return reader.read(x, schedule.calls().get(0).at());
    }

    /** Network passes so far, one per noise. */
    long forwards() {
        return reader.forwards();
    }

    private boolean isLatest(List<Tensor> noises) {
        boolean same = !latest.isEmpty() && latest.size() == noises.size();
        for (int i = 0; same && i < noises.size(); i++) {
            same = latest.get(i) == noises.get(i); // the very object: equal numbers are not worth comparing
        }
        return same;
    }

    @Override
    public synchronized void close() {
        kept.forEach(maps -> {
            maps.cross().close();
            maps.self().close();
        });
        kept = List.of();
        latest = List.of();
    }
}

package dev.goldpan.mini.train;

import dev.goldpan.mini.judge.Trip;
import dev.goldpan.mini.lesson.Degradation;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.tensor.Images;
import java.nio.file.Path;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The pictures of a lesson as generated ones look: some clean, some degraded, and, where there is an autoencoder, some through it
 * with noise on their latents.
 */
final class LessonPictures implements AutoCloseable {
    private static final int ONE_IN = 6;
    private static final double MOST_NOISE = 0.6;

    private final Trip trip; // null where there is none

    /** @param autoencoder its folder, or null for none */
    LessonPictures(Path autoencoder) {
        trip = autoencoder == null ? null : new Trip(autoencoder);
    }

    /**
     * Pictures of a lesson.
     *
     * @param images [b, 3, 128, 128], [-1, 1]
     * @param strengths how bad each is, [b]
     * @return the same shape and range; the last sixth has been through the autoencoder
     */
    Tensor of(Tensor images, Tensor strengths) {
        Tensor worn = Degradation.of(images, strengths);
        long some = images.size(0) / ONE_IN;
        if (trip == null || some == 0) {
            return worn;
        }
        TensorOptions fp32 = new TensorOptions(ScalarType.Float);
        Tensor rows = torch.randperm(images.size(0), new TensorOptions(ScalarType.Long)).narrow(0, 0, some);
        Tensor noise = torch.randn(new long[] {some, 4, 16, 16}, fp32)
                .mul(torch.rand(new long[] {some, 1, 1, 1}, fp32).mul(new Scalar(MOST_NOISE)));
        Tensor made = Frozen.run(() -> trip.of(Images.unit(images.index_select(0, rows)), noise));
        return worn.index_copy(0, rows, Images.signed(made));
    }

    /** The usual pictures of training: half of them clean. */
    Tensor usual(Lesson lesson) {
        Tensor images = lesson.images();
        return of(images, Degradation.strengths(images.size(0), 0.45, 0.8));
    }

    @Override
    public void close() {
        if (trip != null) {
            trip.close();
        }
    }
}

package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Some pictures together: what they show, their captions, and which caption is true of which picture.
 *
 * @param members all of them; where they are families, {@link Family#SIZE} in a row belong together
 */
public record Lesson(List<Member> members) {
    /** Copies the list. */
    public Lesson {
        members = List.copyOf(members);
    }

    /** The families of {@code world} at {@code first}, {@code first + 1}, ... */
    public static Lesson of(long world, long first, int families) {
        List<Member> members = new ArrayList<>();
        LongStream.range(first, first + families).forEach(index -> members.addAll(Family.of(world, index).members()));
        return new Lesson(members);
    }

    /** The same families, but that the last member of some is the first one worn. @param which families */
    public Lesson worn(Set<Integer> which) {
        List<Member> changed = new ArrayList<>(members);
        which.forEach(family -> changed.set((family + 1) * Family.SIZE - 1, members.get(family * Family.SIZE).rival()));
        return new Lesson(changed);
    }

    /** The pictures. @return [b, 3, 128, 128], fp32, [-1, 1] */
    public Tensor images() {
        byte[] bytes = new byte[members.size() * Renderer.BYTES];
        for (int i = 0; i < members.size(); i++) {
            members.get(i).render(bytes, i * Renderer.BYTES);
        }
        Tensor raw = torch.from_blob(new BytePointer(bytes), new long[] {members.size(), 3, Renderer.SIDE, Renderer.SIDE},
                new TensorOptions(ScalarType.Byte));
        return raw.to(ScalarType.Float).div_(new Scalar(127.5)).sub_(new Scalar(1.0));
    }

    /** All captions; that of a mixture, and of parts in no order, is what was asked for. */
    public List<String> captions() {
        return members.stream().map(Member::caption).toList();
    }

    /** Which caption is true of which picture, 1 or 0. @return [pictures, captions], fp32 */
    public Tensor fits() {
        int count = members.size();
        float[] fits = new float[count * count];
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < count; column++) {
                fits[row * count + column] = members.get(row).fits(members.get(column)) ? 1 : 0;
            }
        }
        return Tensor.create(fits, count, count);
    }

    /** Whether each member has a caption of its own, 1 or 0. @return [b], fp32 */
    public Tensor captioned() {
        float[] own = new float[members.size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = members.get(i).captioned() ? 1 : 0;
        }
        return Tensor.create(own);
    }
}

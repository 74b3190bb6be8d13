package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.List;

/**
 * What is at the centre of every patch of a batch of pictures, row by row; {@link #UNKNOWN} throughout a mixture.
 *
 * @param subjects subject plus one, 0 for background
 * @param colours of the thing there, else unknown
 * @param styles of the thing there, else unknown
 */
public record PatchTruth(long[] subjects, long[] colours, long[] styles) {
    /** What is not to be learned from. */
    public static final long UNKNOWN = -100;
    /** Classes of {@link #subjects}. */
    public static final int SUBJECTS = Subject.values().length + 1;
    /** Classes of {@link #colours}. */
    public static final int COLOURS = Colour.values().length;
    /** Classes of {@link #styles}. */
    public static final int STYLES = Style.values().length;

    /** Of {@code members}, with patches of {@code patch} pixels a side. */
    public static PatchTruth of(List<Member> members, int patch) {
        int side = Renderer.SIDE / patch;
        int each = side * side;
        PatchTruth truth = new PatchTruth(new long[members.size() * each], new long[members.size() * each],
                new long[members.size() * each]);
        for (int i = 0; i < truth.subjects.length; i++) {
            Member member = members.get(i / each);
            Placed thing = member.at((i % side + 0.5) * patch, (i % each / side + 0.5) * patch);
            boolean known = member.captioned();
            truth.subjects[i] = !known ? UNKNOWN : thing == null ? 0 : thing.subject().ordinal() + 1;
            truth.colours[i] = !known || thing == null ? UNKNOWN : thing.colour().ordinal();
            truth.styles[i] = !known || thing == null ? UNKNOWN : thing.style().ordinal();
        }
        return truth;
    }
}

package dev.goldpan.run.sweep;

import dev.goldpan.model.AttentionSettings;
import dev.goldpan.run.Spec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One search of a sweep, whole: whoever has it can do it, and doing it twice gives the same. A bank is a search too, the best of
 * independent noises, of which every candidate counts.
 *
 * @param part of the spec that asked for it
 * @param source of its prompt: the name of a set or file, or empty
 * @param spec what is done
 * @param images which pictures are kept
 * @param judged whether the judge looks at every finished picture, where it knows what the prompt asks; it steers nothing
 * @param bank whether every candidate counts, not only the winner
 * @param marks budgets in NFE that the result is read off at, ascending; the last is the budget itself
 * @param losses that are asked about a bank's noises once its pictures are there; one choice for each that losses are told
 * @param oracles that choose from a bank's pictures once all are there, see {@link dev.goldpan.verify.Population#NAMES}
 */
public record WorkItem(String part, String source, Spec spec, Images images, boolean judged, boolean bank, List<Long> marks,
        List<LossChoice> losses, List<String> oracles) {
    private static final int SHORT = 24;

    /** Copies the lists. */
    public WorkItem {
        marks = List.copyOf(marks);
        losses = List.copyOf(losses);
        oracles = List.copyOf(oracles);
    }

    /** Its address: the hash of all that decides the pictures. Items of the same address are the same work. */
    public String run() {
        String content = spec.write() + "\n" + images + (judged ? " judged" : "");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, SHORT);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The same as asked for by a part of {@code preset}. */
    WorkItem within(String preset) {
        return new WorkItem(part.isEmpty() ? preset : preset + " " + part, source, spec, images, judged, bank, marks, losses, oracles);
    }

    /** The same with what chooses in {@code other} too; losses together where they are told the same. */
    WorkItem with(WorkItem other) {
        Map<AttentionSettings, LossChoice> all = new LinkedHashMap<>();
        Stream.concat(losses.stream(), other.losses.stream()).forEach(choice -> all.merge(choice.how(), choice, LossChoice::and));
        return new WorkItem(part, source, spec, images, judged, bank, marks, List.copyOf(all.values()),
                Stream.concat(oracles.stream(), other.oracles.stream()).distinct().toList());
    }

    /** What is told to the losses that are asked of it, and to the one that guides it; usually {@link AttentionSettings#NONE}. */
    public AttentionSettings attention() {
        return losses.isEmpty() ? spec.settings().attention() : losses.get(0).how();
    }

    /** Evaluations of the denoiser that it may charge. */
    public long nfe() {
        return marks.get(marks.size() - 1);
    }
}

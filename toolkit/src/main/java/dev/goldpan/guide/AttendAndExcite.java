package dev.goldpan.guide;

import org.bytedeco.pytorch.Tensor;

/**
 * The most neglected subject: max over subjects of 1 - its largest smoothed attention (Attend-and-Excite, arXiv 2301.13826,
 * section 3).
 *
 * @param slice {@link Slice#INNER} for SD1, {@link Slice#WORDS} for SD2 as its authors' code has it
 */
public record AttendAndExcite(Slice slice) implements AttentionLoss {
    @Override
    public String name() {
        return "attend-excite";
    }

    @Override
    public String version() {
        return slice.toString();
    }

    @Override
    public Tensor value(AttentionMaps maps, TokenGroups groups) {
        return WordMaps.neglect(Smoothing.apply(WordMaps.sharp(maps.cross(), groups.nouns(), slice, groups)), 1);
    }
}

package dev.goldpan.guide;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The rules of the four methods, with the constants of their released code. */
final class LatentRules {
    private static final double EXTRA = 0.1; // weight of the terms that only the code has
    private static final double KEPT = 0.9; // of the running mean

    private LatentRules() {}

    /**
     * The rule of {@code loss}.
     *
     * @param fine whether the maps are finer than 16x16, for which Self-Cross' authors guide longer
     */
    static LatentRule of(AttentionLoss loss, TokenGroups groups, boolean fine) {
        if (loss instanceof AttendAndExcite excite) {
            return new Excite(excite, groups);
        } else if (loss instanceof Conform conform) {
            return new Contrast(conform, groups);
        } else if (loss instanceof InitNo initNo) {
            return new Init(initNo, groups);
        }
        return new Cross((SelfCross) loss, groups, fine ? 40 : 25);
    }

    /** Attend-and-Excite: refines until the most neglected subject has been attended to by 0.05, 0.5 and 0.8. */
    private record Excite(AttendAndExcite loss, TokenGroups groups) implements LatentRule {
        private static final Map<Integer, Double> WANTED = Map.of(0, 0.05, 10, 0.5, 20, 0.8);

        @Override
        public int until() {
            return 25;
        }

        @Override
        public List<Integer> refinements() {
            return List.of(0, 10, 20);
        }

        @Override
        public Tensor step(AttentionMaps maps, Tensor memory) {
            return loss.value(maps, groups);
        }

        @Override
        public boolean isRefined(AttentionMaps maps, Tensor memory, int iteration) {
            return loss.value(maps, groups).item_double() <= 1 - WANTED.get(iteration);
        }
    }

    /**
     * CONFORM: always 20 steps of refinement. Where every subject is one token and nothing stands in, its loss is 0 until there are maps
     * of an earlier iteration, so the first refinement is at iteration 1, as in Self-Cross' copy of it, and no pass is spent on nothing.
     */
    private record Contrast(Conform loss, TokenGroups groups) implements LatentRule {
        @Override
        public int until() {
            return 25;
        }

        @Override
        public List<Integer> refinements() {
            return List.of(loss.fallback() == Conform.Fallback.ZERO && Conform.areLone(groups) ? 1 : 0, 10, 20);
        }

        @Override
        public Tensor step(AttentionMaps maps, Tensor memory) {
            return loss.value(maps, groups);
        }

        @Override
        public boolean isRefined(AttentionMaps maps, Tensor memory, int iteration) {
            return false;
        }

        @Override
        public AttentionMaps informed(AttentionMaps maps, Tensor memory) {
            return memory == null ? maps : maps.after(new AttentionMaps(memory, maps.self(), null));
        }

        @Override
        public Tensor remember(AttentionMaps maps, Tensor memory) {
            return maps.cross().detach();
        }
    }

    /** InitNO: steps on neglect alone; refinement on everything, with attention held near its running mean. */
    private record Init(InitNo loss, TokenGroups groups) implements LatentRule {
        @Override
        public int until() {
            return 25;
        }

        @Override
        public List<Integer> refinements() {
            return List.of(10, 20);
        }

        @Override
        public Tensor step(AttentionMaps maps, Tensor memory) {
            return loss.terms(maps, groups).cross();
        }

        @Override
        public Tensor refinement(AttentionMaps maps, Tensor memory) {
            InitNo.Terms terms = loss.terms(maps, groups);
            Tensor joint = terms.cross().add(terms.conflict());
            return loss.variant() == Variant.PAPER ? joint
                    : joint.add(terms.clean().add(InitNo.alignment(maps, memory, groups, loss.slice())).mul(new Scalar(EXTRA)));
        }

        @Override
        public boolean isRefined(AttentionMaps maps, Tensor memory, int iteration) {
            InitNo.Terms terms = loss.terms(maps, groups);
            return terms.cross().item_double() <= InitNo.MOST_NEGLECT && terms.conflict().item_double() <= InitNo.MOST_CONFLICT;
        }

        @Override
        public Tensor remember(AttentionMaps maps, Tensor memory) {
            return mean(maps, memory, groups, loss.slice());
        }
    }

    /** Self-Cross together with InitNO: steps and refinement on everything, the overlap being gated. */
    private record Cross(SelfCross loss, TokenGroups groups, int until) implements LatentRule {
        @Override
        public List<Integer> refinements() {
            return List.of(10, 20);
        }

        @Override
        public Tensor step(AttentionMaps maps, Tensor memory) {
            SelfCross.Terms terms = loss.terms(maps, groups);
            Tensor joint = terms.cross().add(terms.clean().mul(new Scalar(EXTRA)));
            boolean gated = loss.form() != SelfCross.Form.PAPER && terms.cross().item_double() > InitNo.GATE;
            return gated ? joint : joint.add(terms.selfCross());
        }

        @Override
        public Tensor refinement(AttentionMaps maps, Tensor memory) {
            Tensor joint = step(maps, memory);
            return loss.form() == SelfCross.Form.PAPER ? joint
                    : joint.add(InitNo.alignment(maps, memory, groups, loss.slice()).mul(new Scalar(EXTRA)));
        }

        @Override
        public boolean isRefined(AttentionMaps maps, Tensor memory, int iteration) {
            SelfCross.Terms terms = loss.terms(maps, groups);
            double extra = loss.form() == SelfCross.Form.PAPER ? 0
                    : EXTRA * (terms.clean().item_double() + InitNo.alignment(maps, memory, groups, loss.slice()).item_double());
            return terms.cross().item_double() + extra <= InitNo.MOST_NEGLECT
                    && terms.selfCross().item_double() <= InitNo.MOST_CONFLICT;
        }

        @Override
        public Tensor remember(AttentionMaps maps, Tensor memory) {
            return mean(maps, memory, groups, loss.slice());
        }
    }

    /** Running mean of the subjects' maps. */
    private static Tensor mean(AttentionMaps maps, Tensor memory, TokenGroups groups, Slice slice) {
        Tensor now = InitNo.sharpened(maps, groups, slice);
        return memory == null ? now : memory.mul(new Scalar(KEPT)).add(now.mul(new Scalar(1 - KEPT)));
    }
}

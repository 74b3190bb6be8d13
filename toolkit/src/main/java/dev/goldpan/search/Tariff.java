package dev.goldpan.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the papers charge for a candidate: one per call of the denoiser that its trajectory needs and that was not paid before.
 *
 * <p>A trajectory followed further pays the further calls, one that leaves another pays that one up to where it leaves. What a
 * machine runs again, because it did not keep it, is not charged; see {@link Cost#spent}.
 */
public final class Tariff {
    private final Map<Candidate, Integer> paid = new HashMap<>();

    /** Pays for {@code asked}. @return what they cost together */
    public long pay(List<Candidate> asked) {
        return charge(asked, paid);
    }

    /** What {@code asked} would cost together. */
    public long price(List<Candidate> asked) {
        return charge(asked, new Overlay(paid));
    }

    private static long charge(List<Candidate> asked, Map<Candidate, Integer> paid) {
        long price = 0;
        for (Candidate candidate : asked) {
            Candidate next = candidate;
            while (next != null) {
                Candidate trajectory = next.trajectory();
                Integer before = paid.get(trajectory);
                int from = before == null ? next.recipe().shared() : before;
                if (next.calls() > from || before == null) {
                    price += Math.max(0, next.calls() - from);
                    paid.put(trajectory, Math.max(from, next.calls()));
                }
                next = before == null ? next.recipe().origin() : null;
            }
        }
        return price;
    }

    /** Changes to a map that it does not see. */
    private static final class Overlay extends HashMap<Candidate, Integer> {
        private final transient Map<Candidate, Integer> below;

        Overlay(Map<Candidate, Integer> below) {
            this.below = below;
        }

        @Override
        public Integer get(Object key) {
            Integer above = super.get(key);
            return above == null ? below.get(key) : above;
        }
    }
}

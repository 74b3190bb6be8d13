package dev.goldpan.verify;

import dev.goldpan.text.Prompt;
import dev.goldpan.verify.VerifierInfo.Range;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Verifiers of different scales together, by mean rank (Ma et al., 2025, section 4.2): each orders the candidates of a pool, and
 * the score is the mean place, from 0 for a candidate that is last everywhere to 1 for one that is first everywhere.
 *
 * <p>Equal scores share the mean of their places. A candidate on which a member fails has no score and is not ranked; the others
 * are ranked without it. Scores of different pools are not comparable.
 */
public final class Ensemble implements Verifier {
    private final List<Verifier> members;
    private final VerifierInfo info;

    /** @param members at least two verifiers of single candidates, which this object closes */
    public Ensemble(List<Verifier> members) {
        this.members = List.copyOf(members);
        List<VerifierInfo> infos = members.stream().map(Verifier::info).toList();
        if (infos.size() < 2 || infos.stream().anyMatch(member -> member.scope() != VerifierInfo.Scope.POINT)) {
            throw new IllegalArgumentException("an ensemble has at least two members, each of which scores single candidates");
        }
        double[] sigmas = infos.stream().mapToDouble(VerifierInfo::sigma).filter(sigma -> sigma > 0).distinct().toArray();
        if (sigmas.length > 1) {
            throw new IllegalArgumentException("the members of an ensemble want x0-predictions at different sigmas");
        }
        Set<Need> needs = EnumSet.noneOf(Need.class);
        infos.forEach(member -> needs.addAll(member.needs()));
        info = new VerifierInfo("ensemble:" + infos.stream().map(VerifierInfo::name).collect(Collectors.joining("+")),
                infos.stream().map(VerifierInfo::hash).collect(Collectors.joining("+")), needs,
                sigmas.length == 0 ? 0 : sigmas[0],
                VerifierInfo.Scope.POOL, new Range(0, 1), "mean rank", infos.stream().mapToDouble(VerifierInfo::gigaflops).sum());
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public void checkPrompt(Prompt prompt) {
        members.forEach(member -> member.checkPrompt(prompt));
    }

    @Override
    public List<Score> score(List<Evidence> shown) {
        return combine(members.stream().map(member -> member.score(shown)).toList());
    }

    /**
     * The ensemble's scores from its members' own, which may have been kept: a pool is re-ranked without asking anybody again.
     *
     * @param scores for each member, the scores of all candidates
     */
    public static List<Score> combine(List<List<Score>> scores) {
        int count = scores.get(0).size();
        Score[] combined = new Score[count];
        for (int i = 0; i < count; i++) {
            int candidate = i;
            combined[i] = scores.stream().map(member -> member.get(candidate)).filter(Score::failed).findFirst().orElse(null);
        }
        int[] ranked = IntStream.range(0, count).filter(i -> combined[i] == null).toArray();
        double[] sum = new double[ranked.length];
        for (List<Score> member : scores) {
            double[] places = places(IntStream.of(ranked).mapToDouble(i -> member.get(i).value()).toArray());
            for (int i = 0; i < sum.length; i++) {
                sum[i] += places[i];
            }
        }
        for (int i = 0; i < ranked.length; i++) {
            combined[ranked[i]] = Score.of(sum[i] / scores.size());
        }
        return List.of(combined);
    }

    /** For each value the share of the others that it beats, equal ones counting half; 1 where there are no others. */
    private static double[] places(double[] values) {
        double[] places = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double beaten = -0.5; // itself
            for (double other : values) {
                beaten += values[i] > other ? 1 : values[i] == other ? 0.5 : 0;
            }
            places[i] = values.length == 1 ? 1 : beaten / (values.length - 1);
        }
        return places;
    }

    @Override
    public void close() {
        members.forEach(Verifier::close);
    }
}

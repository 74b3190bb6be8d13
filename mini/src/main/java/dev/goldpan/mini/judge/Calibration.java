package dev.goldpan.mini.judge;

import dev.goldpan.judge.Detection;
import dev.goldpan.judge.Judge;
import dev.goldpan.judge.Thresholds;
import dev.goldpan.mini.viewing.Viewed;
import dev.goldpan.mini.viewing.ViewedPictures;
import dev.goldpan.mini.world.Dice;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sets the judge's thresholds on pictures that it was not trained on: each where the mean of the two rates, yes told as yes and
 * no told as no, is greatest on exhibits, whose proportions nobody chose, and most is right of pictures that were viewed, which are as the
 * model's are. Both count alike where both can say something. The least score of a thing is set together with which subjects exist.
 */
public final class Calibration {
    private static final double HARDLY = 0.2;
    private static final double BADLY = 0.7;
    private static final int LOWEST = 20; // hundredths of a score
    private static final int HIGHEST = 80;
    private static final List<Double> MARGINS = List.of(0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5);

    private final List<Examination.Look> looks = new ArrayList<>();
    private final List<ViewedLook> viewed;

    /**
     * A value that should be above the threshold, or should not.
     *
     * @param viewed whether a viewer says so
     */
    private record Sample(double value, boolean above, boolean viewed) {
        Sample(double value, boolean above) {
            this(value, above, false);
        }
    }

    private record Best(double threshold, double rate) {}

    /**
     * Looks at {@code count} exhibits of each kind, from {@code first} on.
     *
     * @param viewed pictures that were viewed; null for none
     */
    public Calibration(Judge judge, JudgePixels pixels, long seed, long first, int count, ViewedPictures viewed) {
        this.viewed = viewed == null ? List.of() : ViewedLook.all(judge, viewed);
        for (Exhibit.Kind kind : Exhibit.Kind.values()) {
            looks.addAll(Examination.exhibits(judge, pixels, kind, seed, first, count));
        }
    }

    /** The thresholds that fit best. */
    public Thresholds thresholds() {
        double score = score();
        double exists = best(subjects(score, 0, false)).threshold;
        double margin = MARGINS.get(0);
        Best recognisable = new Best(0, -1);
        for (double tried : MARGINS) {
            Best found = best(subjects(score, tried, true));
            if (found.rate > recognisable.rate) {
                recognisable = found;
                margin = tried;
            }
        }
        return new Thresholds(score, Math.min(exists, recognisable.threshold), recognisable.threshold, margin,
                best(mixtures(score)).threshold, best(colours(score)).threshold);
    }

    /** The least score at which whether a thing is there and which subjects exist are told best in sum. */
    private double score() {
        List<Sample> scores = scores();
        double most = -1;
        double score = 0;
        for (int step = LOWEST; step <= HIGHEST; step++) {
            double rate = rate(scores, step / 100.0) + best(subjects(step / 100.0, 0, false)).rate;
            if (rate > most) {
                most = rate;
                score = step / 100.0;
            }
        }
        return score;
    }

    private List<Sample> scores() {
        List<Sample> samples = new ArrayList<>();
        for (Examination.Look look : looks) {
            List<Detection> found = new ArrayList<>();
            for (Truth truth : look.exhibit().truths()) {
                Optional<Detection> seen = look.of(truth);
                seen.ifPresent(found::add);
                if (truth.certain()) {
                    samples.add(new Sample(seen.map(Detection::score).orElse(0.0), true));
                }
            }
            look.seen().stream().filter(d -> !found.contains(d)).forEach(d -> samples.add(new Sample(d.score(), false)));
        }
        return samples;
    }

    /**
     * How surely each subject is seen that is plainly there, and one that is not; where {@code plainly}, only as the likeliest of
     * a thing and by a margin, with the badly damaged among those that are not.
     */
    private List<Sample> subjects(double score, double margin, boolean plainly) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            Examination.Look look = looks.get(i);
            Dice dice = Dice.of(i);
            Set<Subject> present = EnumSet.noneOf(Subject.class);
            Set<Subject> whole = EnumSet.noneOf(Subject.class);
            for (Truth truth : look.exhibit().truths()) {
                present.addAll(List.of(truth.first(), truth.second()));
                if (!truth.mixture() && truth.damage() < HARDLY) {
                    whole.add(truth.first());
                }
            }
            for (Truth truth : look.exhibit().truths()) {
                boolean clear = !truth.mixture() && truth.damage() < HARDLY;
                boolean ruined = plainly && !truth.mixture() && truth.damage() > BADLY && !whole.contains(truth.first());
                if (clear || ruined) {
                    samples.add(new Sample(surety(look.seen(), truth.first(), score, margin, plainly), clear));
                }
                Subject absent = LookAlikes.absent(truth.first(), present, dice);
                samples.add(new Sample(surety(look.seen(), absent, score, margin, plainly), false));
            }
        }
        for (ViewedLook look : viewed) {
            for (int m = 0; m < look.viewed().subjects().size(); m++) {
                Viewed.Sight sight = look.viewed().subjects().get(m);
                Subject subject = look.viewed().asked().mentions().get(m).subject();
                boolean is = sight == Viewed.Sight.RECOGNISABLE || !plainly && sight == Viewed.Sight.UNRECOGNISABLE;
                if (sight != Viewed.Sight.UNSURE) {
                    samples.add(new Sample(surety(look.seen(), subject, score, margin, plainly), is, true));
                }
            }
        }
        return samples;
    }

    private static double surety(List<Detection> seen, Subject subject, double score, double margin, boolean plainly) {
        return seen.stream().filter(d -> d.score() >= score)
                .filter(d -> !plainly || d.subject() == subject && d.margin() >= margin)
                .mapToDouble(d -> d.of(subject)).max().orElse(0);
    }

    private List<Sample> mixtures(double score) {
        List<Sample> samples = new ArrayList<>();
        for (Examination.Look look : looks) {
            for (Truth truth : look.exhibit().truths()) {
                look.of(truth).filter(d -> d.score() >= score && truth.plainly())
                        .ifPresent(d -> samples.add(new Sample(d.mixture(), truth.mixture())));
            }
        }
        for (ViewedLook look : viewed) {
            if (look.viewed().mixture() != null) {
                samples.add(new Sample(look.seen().stream().filter(d -> d.score() >= score).mapToDouble(Detection::mixture).max().orElse(0),
                        look.viewed().mixture(), true));
            }
        }
        return samples;
    }

    private List<Sample> colours(double score) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            Dice dice = Dice.of(i);
            for (Truth truth : looks.get(i).exhibit().truths()) {
                List<Colour> right = Colour.named().stream().filter(truth.colours()::contains).toList();
                List<Colour> wrong = Colour.named().stream().filter(c -> !truth.colours().contains(c)).toList();
                Optional<Detection> seen = looks.get(i).of(truth).filter(d -> d.score() >= score);
                if (seen.isPresent() && !right.isEmpty() && truth.damage() < HARDLY) {
                    samples.add(new Sample(seen.get().of(dice.pick(right)), true));
                    samples.add(new Sample(seen.get().of(dice.pick(wrong)), false));
                }
            }
        }
        return samples;
    }

    /** The middle of the first run of thresholds, in steps of a hundredth, at which the mean of the two rates is greatest. */
    private static Best best(List<Sample> samples) {
        double most = -1;
        int first = 0;
        int last = 0;
        for (int step = 1; step < 100; step++) {
            double rate = rate(samples, step / 100.0);
            if (rate > most) {
                most = rate;
                first = step;
                last = step;
            } else if (rate == most && last == step - 1) {
                last = step;
            }
        }
        return new Best((first + last) / 2 / 100.0, most);
    }

    private static double rate(List<Sample> samples, double threshold) {
        double[][] all = new double[2][2];
        double[][] right = new double[2][2];
        for (Sample sample : samples) {
            int by = sample.viewed ? 1 : 0;
            int row = sample.above ? 0 : 1;
            all[by][row]++;
            right[by][row] += sample.value >= threshold == sample.above ? 1 : 0;
        }
        double drawn = (right[0][0] / Math.max(1, all[0][0]) + right[0][1] / Math.max(1, all[0][1])) / 2;
        double seen = (right[1][0] + right[1][1]) / Math.max(1, all[1][0] + all[1][1]);
        return all[1][0] + all[1][1] == 0 ? drawn : (drawn + seen) / 2;
    }
}

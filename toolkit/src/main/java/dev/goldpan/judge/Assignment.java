package dev.goldpan.judge;

import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import java.util.ArrayList;
import java.util.List;

/**
 * Which thing in the picture is meant by which mention: each thing by at most one, so that they fit best in sum. A thing fits by
 * its subject first, and then by the colour and style asked ("a red apple and a green apple").
 */
final class Assignment {
    private final List<Mention> wanted = new ArrayList<>(); // one per thing asked
    private final List<Integer> owners = new ArrayList<>(); // index of its mention
    private final List<Detection> seen;
    private final double least;
    private final int[] chosen;
    private int[] best;
    private double most = -1;

    private Assignment(SceneSpec asked, List<Detection> seen, double least) {
        for (int i = 0; i < asked.mentions().size(); i++) {
            for (int k = 0; k < asked.mentions().get(i).count(); k++) {
                wanted.add(asked.mentions().get(i));
                owners.add(i);
            }
        }
        this.seen = seen;
        this.least = least;
        this.chosen = new int[wanted.size()];
        this.best = new int[wanted.size()];
    }

    /** @param least probability of a subject for a thing to pass for it @return per mention, the things taken for it */
    static List<List<Detection>> of(SceneSpec asked, List<Detection> seen, double least) {
        Assignment assignment = new Assignment(asked, seen, least);
        assignment.search(0, 0);
        List<List<Detection>> taken = new ArrayList<>();
        asked.mentions().forEach(mention -> taken.add(new ArrayList<>()));
        for (int i = 0; i < assignment.best.length; i++) {
            if (assignment.best[i] >= 0) {
                taken.get(assignment.owners.get(i)).add(seen.get(assignment.best[i]));
            }
        }
        return taken;
    }

    /** All ways to go on from the {@code at}-th thing asked: at most 17 x 17 x 17. */
    private void search(int at, double sum) {
        if (at == chosen.length) {
            if (sum > most) {
                most = sum;
                best = chosen.clone();
            }
            return;
        }
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).of(wanted.get(at).subject()) >= least && isFree(i, at)) {
                chosen[at] = i;
                search(at + 1, sum + fit(wanted.get(at), seen.get(i)));
            }
        }
        chosen[at] = -1;
        search(at + 1, sum);
    }

    private boolean isFree(int thing, int before) {
        for (int i = 0; i < before; i++) {
            if (chosen[i] == thing) {
                return false;
            }
        }
        return true;
    }

    private static double fit(Mention mention, Detection thing) {
        double colour = mention.colour() == Colour.NATURAL ? 0 : thing.of(mention.colour());
        double style = mention.style() == Style.PLAIN ? 0 : thing.of(mention.style());
        return thing.of(mention.subject()) * (1 + 0.5 * colour + 0.25 * style);
    }
}

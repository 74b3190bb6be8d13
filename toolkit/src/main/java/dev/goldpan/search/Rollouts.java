package dev.goldpan.search;

import dev.goldpan.sample.Level;
import dev.goldpan.sample.Path;
import dev.goldpan.sample.Schedule;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Follows trajectories as far as candidates say, several at a time. What was reached is kept, so that trajectories which leave one
 * another, or are followed further, cost only what is new; what is no longer there is made again, in the rows it was made in.
 */
final class Rollouts implements AutoCloseable {
    private final Task task;
    private final int rows;
    private final Set<Integer> stations;
    private final Noises noises;
    private final Stepper stepper;
    private final NodeCache nodes;
    private final Rows places = new Rows();
    private final Map<Course, Schedule> schedules = new HashMap<>();

    /**
     * @param rows the size of every batch
     * @param watch sigma / (alpha + sigma) where the x0-prediction of every trajectory is kept, 0 for nowhere
     * @param stations calls of schedules at which trajectories are kept, for others to leave them there
     */
    Rollouts(Task task, int rows, double watch, Set<Integer> stations, Blobs blobs) {
        this.task = task;
        this.rows = rows;
        this.stations = Set.copyOf(stations);
        this.noises = new Noises(task.shape(), blobs);
        this.stepper = new Stepper(task, rows, watch, noises);
        this.nodes = new NodeCache(Math.max(256, 8 * rows));
    }

    /** Evaluations of the denoiser so far, padding included. */
    long evaluations() {
        return stepper.evaluations();
    }

    /** What {@code recipe} draws for the move after its call {@code call}, where the sampler takes any; else null. */
    Tensor draw(Recipe recipe, int call) {
        return task.sampler().isStochastic() ? stepper.placed(noises.steps(recipe).draw(call + 1)) : null;
    }

    /** Where trajectories were followed, here or by others before. */
    Rows places() {
        return places;
    }

    /** The noise at the beginning of {@code recipe}'s line, [1, c, h, w]; null where it begins midway. */
    Tensor noise(Recipe recipe) {
        Recipe first = recipe;
        while (first.shared() > 0) {
            first = first.origin().recipe();
        }
        return first.isNoise() ? noises.start(first) : null;
    }

    /** The latents a look at {@code node} sees: finished ones, or the x0-prediction, [1, c, h, w]; null before the first call. */
    Tensor shown(Node node, Recipe recipe) {
        try (Scope scope = Scope.open()) {
            return node.output() == null ? null
                    : scope.keep(node.hasMadeAll() ? stepper.moved(node, recipe).x() : node.seen().x0());
        }
    }

    /**
     * Follows a batch of trajectories; {@link #node} then knows where they stand.
     *
     * @param batch the candidate of each row, null for idle ones
     */
    void follow(Candidate[] batch) {
        List<Candidate> wanted = Arrays.stream(batch).filter(Objects::nonNull).toList();
        wanted.forEach(this::check);
        nodes.trim();
        bring(wanted);
        run(batch);
    }

    /** Where a candidate stands that was just followed; valid until the next are. */
    Node node(Candidate candidate) {
        return nodes.get(candidate);
    }

    /**
     * Follows trajectories from their noise on, whatever is known of them; {@link #node} then knows where they stand.
     *
     * @param batch noise to follow in each row, null for idle ones
     * @return what each call of each row saw, from the first on; belongs to the open scope
     */
    List<List<State>> trace(Candidate[] batch) {
        Arrays.stream(batch).filter(Objects::nonNull).forEach(this::check);
        nodes.trim();
        try (Scope scope = Scope.open()) {
            List<List<State>> seen = new ArrayList<>();
            Node[] at = new Node[rows];
            for (int row = 0; row < rows; row++) {
                seen.add(new ArrayList<>());
                at[row] = batch[row] == null ? null : start(batch[row]);
            }
            stepper.follow(at, batch, (row, node) -> seen.get(row).add(node.state().select(0).keptBy(scope)));
            put(batch, at);
            return seen;
        }
    }

    private void run(Candidate[] batch) {
        try (Scope scope = Scope.open()) {
            Node[] at = new Node[rows];
            for (int row = 0; row < rows; row++) {
                at[row] = batch[row] == null ? null : beginning(batch[row]);
            }
            stepper.follow(at, batch, (row, node) -> {
                Candidate here = batch[row].after(node.calls());
                if (stations.contains(node.place().next()) && !here.equals(batch[row])) {
                    nodes.put(here, node.copy());
                }
            });
            put(batch, at);
        }
    }

    private void put(Candidate[] batch, Node[] at) {
        for (int row = 0; row < rows; row++) {
            if (batch[row] != null) {
                nodes.put(batch[row], at[row]);
                places.put(batch[row], row);
            }
        }
    }

    /** Whether {@code wanted} goes to the end of its course. */
    boolean isWhole(Candidate wanted) {
        return wanted.calls() == schedule(wanted.course()).size() - wanted.course().entry();
    }

    /** A recipe may come from anywhere. */
    private void check(Candidate wanted) {
        int most = schedule(wanted.course()).size() - wanted.course().entry();
        if (most < 1 || wanted.calls() > most) {
            throw new IllegalArgumentException("calls: there is no call " + wanted.calls() + " on " + wanted.course()
                    + " with this sampler; it has " + Math.max(0, most));
        }
    }

    /** Makes again what {@code wanted} trajectories go on from, where it is not here: in waves, each thing in its row. */
    private void bring(List<Candidate> wanted) {
        Set<Candidate> missing = new LinkedHashSet<>();
        wanted.forEach(candidate -> need(before(candidate), candidate, missing));
        while (!missing.isEmpty()) {
            Candidate[] batch = new Candidate[rows];
            boolean any = false;
            for (Iterator<Candidate> left = missing.iterator(); left.hasNext();) {
                Candidate next = left.next();
                int row = Math.min(Math.max(0, places.of(next)), rows - 1);
                if (batch[row] == null && isHere(before(next), next)) {
                    batch[row] = next;
                    any = true;
                    left.remove();
                }
            }
            if (!any) {
                throw new IllegalStateException("nothing leads to " + missing);
            }
            run(batch);
        }
    }

    private void need(Candidate origin, Candidate by, Set<Candidate> missing) {
        if (!isHere(origin, by) && !missing.contains(origin)) {
            check(origin);
            need(before(origin), origin, missing);
            missing.add(origin);
        }
    }

    /** What {@code candidate} goes on from: itself where it changed rows, or another trajectory; null at noise. */
    private Candidate before(Candidate candidate) {
        Candidate earlier = places.before(candidate);
        return earlier != null ? earlier : candidate.recipe().isNoise() ? null : candidate.recipe().origin();
    }

    /** Whether {@code origin} need not be made again for {@code by}. Latents after a call are also what the next call saw. */
    private boolean isHere(Candidate origin, Candidate by) {
        Node begun = nodes.before(by);
        if (origin == null || begun != null && (begun.calls() >= origin.calls() || !origin.trajectory().equals(by.trajectory()))) {
            return true;
        }
        boolean seenByNext = by.recipe().shared() == 0 && !origin.trajectory().equals(by.trajectory());
        return nodes.get(origin) != null || seenByNext && nodes.get(origin.after(origin.calls() + 1)) != null;
    }

    private Node beginning(Candidate candidate) {
        Node known = nodes.before(candidate);
        if (known != null) {
            return known.copy();
        }
        Recipe recipe = candidate.recipe();
        if (recipe.shared() > 0) {
            return nodes.get(recipe.origin()).copy();
        }
        return start(candidate);
    }

    private Node start(Candidate candidate) {
        Recipe recipe = candidate.recipe();
        Schedule schedule = schedule(candidate.course());
        int entry = candidate.course().entry();
        Tensor x = recipe.isNoise() ? stepper.placed(noises.start(recipe)).mul(new Scalar(schedule.scale()))
                : departed(recipe, schedule.calls().get(entry).at());
        return new Node(task.sampler().resume(x, schedule, entry), null, null, null, null);
    }

    /** Latents of the origin, changed as {@code recipe} says and at level {@code to}. */
    private Tensor departed(Recipe recipe, Level to) {
        Candidate origin = recipe.origin();
        Node there = nodes.get(origin);
        Node beyond = there == null ? nodes.get(origin.after(origin.calls() + 1)) : null;
        State state = there == null ? beyond.state() : stepper.moved(there, origin.recipe());
        Level level = there == null ? beyond.place().level() : there.level();
        if (recipe instanceof Recipe.Renoised renoised) {
            return Path.renoise(state.x(), List.of(level), List.of(to), stepper.placed(noises.at(renoised.key())));
        }
        Recipe.Mutated mutated = (Recipe.Mutated) recipe;
        Tensor added = stepper.placed(noises.at(mutated.key())).mul(new Scalar(mutated.added()));
        return state.x().mul(new Scalar(mutated.kept())).add(added);
    }

    private Schedule schedule(Course course) {
        return schedules.computeIfAbsent(course, missing -> missing.schedule(task.sampler(), task.path()));
    }

    @Override
    public void close() {
        nodes.close();
    }
}

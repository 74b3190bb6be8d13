package dev.goldpan.search;

import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Level;
import dev.goldpan.sample.Path;
import dev.goldpan.sample.Prediction;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.Schedule;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Follows trajectories as far as candidates say, several at a time.
 *
 * <p>The denoiser always sees batches of one size, rows without work repeating another, and a trajectory stays in its row while its
 * batch lasts: the numbers that come out do not depend on how many candidates there were. Trajectories may stand at different calls
 * of different courses. What was reached is kept, so that trajectories which leave one another, or are followed further, cost only
 * what is new.
 */
final class Rollouts implements AutoCloseable {
    private final Task task;
    private final Sampler sampler;
    private final int rows;
    private final double watch;
    private final Noises noises;
    private final NodeCache nodes;
    private final Conditioning given;
    private final Map<Course, Schedule> schedules = new HashMap<>();
    private long evaluations;

    /**
     * @param rows the size of every batch
     * @param watch sigma / (alpha + sigma) where the x0-prediction of every trajectory is kept, 0 for nowhere
     */
    Rollouts(Task task, int rows, double watch, Blobs blobs) {
        this.task = task;
        this.sampler = task.sampler();
        this.rows = rows;
        this.watch = watch;
        this.noises = new Noises(task.shape(), blobs);
        this.nodes = new NodeCache(Math.max(256, 8 * rows));
        this.given = task.given().spread(rows);
    }

    /** Evaluations of the denoiser so far, padding included. */
    long evaluations() {
        return evaluations;
    }

    /** The noise at the beginning of {@code recipe}'s line, [1, c, h, w]; null where it begins midway. */
    Tensor noise(Recipe recipe) {
        Recipe first = recipe;
        while (first instanceof Recipe.Resampled copy) {
            first = copy.origin().recipe();
        }
        return first.isNoise() ? noises.start(first) : null;
    }

    /** The latents a look at {@code node} sees: finished ones, or the x0-prediction, [1, c, h, w]; null before the first call. */
    Tensor shown(Node node, Recipe recipe) {
        try (Scope scope = Scope.open()) {
            return node.output() == null ? null : scope.keep(node.hasMadeAll() ? moved(node, recipe).x() : node.seen().x0());
        }
    }

    /**
     * Where the {@code wanted} trajectories stand after their calls, in their order. The nodes are valid until the next call.
     *
     * @param wanted as many as there are rows, at most
     */
    List<Node> follow(List<Candidate> wanted) {
        wanted.forEach(this::check);
        nodes.trim();
        bringOrigins(wanted);
        try (Scope scope = Scope.open()) {
            Node[] at = new Node[wanted.size()];
            Noise[] draws = new Noise[at.length];
            for (int i = 0; i < at.length; i++) {
                at[i] = beginning(wanted.get(i));
                draws[i] = sampler.isStochastic() ? noises.steps(wanted.get(i).recipe()) : null;
            }
            for (int[] active = active(wanted, at); active.length > 0; active = active(wanted, at)) {
                call(at, draws, active);
            }
            for (int i = 0; i < at.length; i++) {
                at[i] = nodes.put(wanted.get(i), at[i]);
            }
            return List.of(at);
        }
    }

    /** A recipe may come from anywhere. */
    private void check(Candidate wanted) {
        int most = schedule(wanted.course()).size() - wanted.course().entry();
        if (most < 1 || wanted.calls() > most) {
            throw new IllegalArgumentException("calls: there is no call " + wanted.calls() + " on " + wanted.course()
                    + " with this sampler; it has " + Math.max(0, most));
        }
    }

    private static int[] active(List<Candidate> wanted, Node[] at) {
        int[] rows = new int[at.length];
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (at[i].calls() < wanted.get(i).calls()) {
                rows[count++] = i;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** Follows the trajectories that {@code wanted} ones leave, where they are not known. */
    private void bringOrigins(List<Candidate> wanted) {
        Set<Candidate> missing = new LinkedHashSet<>();
        for (Candidate candidate : wanted) {
            Candidate origin = candidate.recipe().origin();
            boolean begun = nodes.before(candidate) != null;
            if (origin != null && !begun && !candidate.recipe().isNoise() && !isKnown(origin, candidate.recipe())) {
                missing.add(origin);
            }
        }
        List<Candidate> all = List.copyOf(missing);
        for (int i = 0; i < all.size(); i += rows) {
            follow(all.subList(i, Math.min(i + rows, all.size())));
        }
    }

    /** Latents after a call are also what the next call saw. */
    private boolean isKnown(Candidate origin, Recipe leaving) {
        return nodes.get(origin) != null || leaving.shared() == 0 && nodes.get(origin.after(origin.calls() + 1)) != null;
    }

    private Node beginning(Candidate candidate) {
        Node known = nodes.before(candidate);
        if (known != null) {
            return copy(known);
        }
        Recipe recipe = candidate.recipe();
        if (recipe instanceof Recipe.Resampled) {
            return copy(nodes.get(recipe.origin()));
        }
        Schedule schedule = schedule(candidate.course());
        Tensor x;
        if (recipe.isNoise()) {
            x = placed(noises.start(recipe)).mul(new Scalar(schedule.scale()));
        } else {
            x = departed(recipe, schedule.calls().get(candidate.course().entry()).at());
        }
        return new Node(sampler.resume(x, schedule, candidate.course().entry()), null, null, null);
    }

    /** Latents of the origin, changed as {@code recipe} says and at level {@code to}. */
    private Tensor departed(Recipe recipe, Level to) {
        Candidate origin = recipe.origin();
        Node there = nodes.get(origin);
        Node beyond = there == null ? nodes.get(origin.after(origin.calls() + 1)) : null;
        State state = there == null ? beyond.state() : moved(there, origin.recipe());
        Level level = there == null ? beyond.place().level() : there.level();
        if (recipe instanceof Recipe.Renoised renoised) {
            return Path.renoise(state.x(), List.of(level), List.of(to), placed(noises.at(renoised.key())));
        }
        Recipe.Mutated mutated = (Recipe.Mutated) recipe;
        return state.x().mul(new Scalar(mutated.kept())).add(placed(noises.at(mutated.key())).mul(new Scalar(mutated.added())));
    }

    private Schedule schedule(Course course) {
        return schedules.computeIfAbsent(course, missing -> missing.schedule(sampler, task.path()));
    }

    private State moved(Node node, Recipe recipe) {
        Tensor fresh = sampler.isStochastic() && node.output() != null ? placed(noises.steps(recipe).draw(node.calls())) : null;
        return node.moved(sampler, fresh);
    }

    private static Node copy(Node node) {
        return new Node(node.state().select(0), node.predicts(), handle(node.output()), handle(node.watched()));
    }

    private static Tensor handle(Tensor tensor) {
        return tensor == null ? null : new Tensor(tensor);
    }

    /** One call of the denoiser for every row in {@code active}. */
    private void call(Node[] at, Noise[] draws, int[] active) {
        try (Scope scope = Scope.open()) {
            List<State> moved = new ArrayList<>();
            for (int row : active) {
                Tensor fresh = sampler.isStochastic() && at[row].output() != null ? placed(draws[row].draw(at[row].calls())) : null;
                moved.add(at[row].moved(sampler, fresh));
            }
            Prediction seen = predict(moved, active);
            for (int i = 0; i < active.length; i++) {
                int row = active[i];
                Tensor output = seen.output().narrow(0, row, 1).clone();
                Node next = watched(new Node(moved.get(i).select(0), seen.predicts(), output, null), at[row].watched());
                next.keptBy(scope);
                at[row].close();
                at[row] = next;
            }
        }
    }

    /** {@code node} with the x0-prediction where it is to be kept, of this call or of one {@code before}. */
    private Node watched(Node node, Tensor before) {
        boolean here = watch > 0 && node.place().next() == nearest(node.place().schedule(), node.place().next() - node.place().age());
        return new Node(node.state(), node.predicts(), node.output(), here ? node.seen().x0() : handle(before));
    }

    /** The call nearest to the watched level, from {@code entry} on. */
    private int nearest(Schedule schedule, int entry) {
        int nearest = entry;
        for (int call = entry; call < schedule.size(); call++) {
            if (distance(schedule, call) < distance(schedule, nearest)) {
                nearest = call;
            }
        }
        return nearest;
    }

    private double distance(Schedule schedule, int call) {
        Level level = schedule.calls().get(call).at();
        return Math.abs(level.sigma() / (level.alpha() + level.sigma()) - watch);
    }

    /** Asks the denoiser about a full batch in which {@code states} lie in their {@code places}. */
    private Prediction predict(List<State> states, int[] places) {
        int[] sources = new int[rows];
        for (int i = 0; i < places.length; i++) {
            sources[places[i]] = i;
        }
        Tensor[] xs = new Tensor[rows];
        List<Level> levels = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            State state = states.get(sources[row]);
            xs[row] = state.x();
            levels.addAll(state.levels());
        }
        evaluations += rows;
        try (Scope scope = Scope.open()) {
            Tensor x = rows == 1 ? new Tensor(xs[0]) : torch.cat(new TensorVector(xs), 0);
            Prediction seen = task.denoiser().predict(x, levels, given);
            scope.keep(seen.x());
            scope.keep(seen.output());
            return seen;
        }
    }

    private Tensor placed(Tensor drawn) {
        return drawn.to(given.context().device(), ScalarType.Float);
    }

    @Override
    public void close() {
        nodes.close();
    }
}

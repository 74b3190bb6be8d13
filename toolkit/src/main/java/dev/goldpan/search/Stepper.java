package dev.goldpan.search;

import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Level;
import dev.goldpan.sample.Nudge;
import dev.goldpan.sample.Prediction;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.Schedule;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Moves trajectories call by call. The denoiser always sees batches of one size, idle rows repeating another, and a trajectory stays
 * in its row. Trajectories may stand at different calls of different courses.
 */
final class Stepper {
    private final Task task;
    private final Sampler sampler;
    private final Noises noises;
    private final double watch;
    private final Conditioning given;
    private long evaluations;

    /**
     * @param rows of every batch
     * @param watch sigma / (alpha + sigma) where the x0-prediction of every trajectory is kept, 0 for nowhere
     */
    Stepper(Task task, int rows, double watch, Noises noises) {
        this.task = task;
        this.sampler = task.sampler();
        this.noises = noises;
        this.watch = watch;
        this.given = task.given().spread(rows);
    }

    /** Evaluations of the denoiser so far, idle rows included. */
    long evaluations() {
        return evaluations;
    }

    /** {@code drawn} where the denoiser wants it. */
    Tensor placed(Tensor drawn) {
        return drawn.to(given.context().device(), ScalarType.Float);
    }

    /** What the move after {@code node}'s last call leads to. */
    State moved(Node node, Recipe recipe) {
        return moved(node, sampler.isStochastic() ? noises.steps(recipe) : null);
    }

    private State moved(Node node, Noise draws) {
        return node.moved(sampler, draws == null || node.output() == null ? null : placed(draws.draw(node.calls())));
    }

    /** Tells of trajectories as they go. */
    @FunctionalInterface
    interface Witness {
        /** The trajectory of {@code row} has just made a call. */
        void called(int row, Node node);
    }

    /**
     * Follows every row's trajectory to where it is wanted.
     *
     * @param at where each row stands, null for idle ones; replaced as they go, and belongs to the open scope
     * @param wanted where it shall get
     */
    void follow(Node[] at, Candidate[] wanted, Witness witness) {
        Noise[] draws = new Noise[at.length];
        for (int row = 0; row < at.length; row++) {
            draws[row] = at[row] != null && sampler.isStochastic() ? noises.steps(wanted[row].recipe()) : null;
        }
        while (true) {
            List<Integer> active = new ArrayList<>();
            for (int row = 0; row < at.length; row++) {
                if (at[row] != null && at[row].calls() < wanted[row].calls()) {
                    active.add(row);
                }
            }
            if (active.isEmpty()) {
                return;
            }
            call(at, draws, active);
            active.forEach(row -> witness.called(row, at[row]));
        }
    }

    /** One call of the denoiser for every active row. */
    private void call(Node[] at, Noise[] draws, List<Integer> active) {
        try (Scope scope = Scope.open()) {
            State[] moved = new State[at.length];
            Tensor[] memory = new Tensor[at.length];
            for (int row : active) {
                moved[row] = moved(at[row], draws[row]);
                Nudge.Moved nudged = task.nudge().before(moved[row].x(), moved[row].places().get(0), at[row].memory());
                moved[row] = moved[row].withX(nudged.x());
                memory[row] = nudged.memory() == null ? null : new Tensor(nudged.memory());
            }
            Prediction seen = predict(moved, moved[active.get(0)]);
            for (int row : active) {
                Tensor output = seen.output().narrow(0, row, 1).clone();
                Node next = watched(new Node(moved[row].select(0), seen.predicts(), output, null, memory[row]), at[row].watched());
                next.keptBy(scope);
                at[row].close();
                at[row] = next;
            }
        }
    }

    /** Asks about a full batch, in which {@code idle} fills the empty rows. */
    private Prediction predict(State[] states, State idle) {
        Tensor[] xs = new Tensor[states.length];
        List<Level> levels = new ArrayList<>();
        for (int row = 0; row < states.length; row++) {
            State state = states[row] == null ? idle : states[row];
            xs[row] = state.x();
            levels.addAll(state.levels());
        }
        evaluations += states.length;
        return task.denoiser().predict(torch.cat(new TensorVector(xs), 0), levels, given);
    }

    /** {@code node} with the x0-prediction where it is to be kept, of this call or of one {@code before}. */
    private Node watched(Node node, Tensor before) {
        boolean here = watch > 0 && node.place().next() == nearest(node.place().schedule(), node.place().next() - node.place().age());
        Tensor kept = here ? node.seen().x0() : before == null ? null : new Tensor(before);
        return new Node(node.state(), node.predicts(), node.output(), kept, node.memory());
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
}

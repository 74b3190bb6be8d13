package dev.goldpan.search;

import dev.goldpan.sample.State;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Differentiable;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Metered;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Makes candidates with a model and shows them to verifiers: those that steer see every candidate, those that only report (held
 * out) see finished images.
 */
public final class ModelEvaluator implements Evaluator {
    private final Task task;
    private final List<Verifier> steering;
    private final List<Verifier> heldOut;
    private final int width;
    private final Rollouts rollouts;
    private final Blobs blobs;
    private final Jury jury;
    private final boolean watches;
    private final boolean seesNoise;

    /**
     * @param steering verifiers of every candidate
     * @param heldOut verifiers of finished images; neither is closed by this object
     * @param width the size of every batch
     * @param stations calls that the search comes back to, see {@link Algorithm#stations}
     * @param patience how long a verifier may take over one batch
     */
    public ModelEvaluator(Task task, List<Verifier> steering, List<Verifier> heldOut, int width, Set<Integer> stations,
            Duration patience, Blobs blobs) {
        this.task = task;
        this.steering = List.copyOf(steering);
        this.heldOut = List.copyOf(heldOut);
        this.width = width;
        this.blobs = blobs;
        List<VerifierInfo> all = new ArrayList<>();
        steering.forEach(verifier -> all.add(verifier.info()));
        heldOut.forEach(verifier -> all.add(verifier.info()));
        this.rollouts = new Rollouts(task, width, watched(all), stations, blobs);
        this.seesNoise = all.stream().anyMatch(info -> info.needs().contains(Need.NOISE));
        this.watches = all.stream().anyMatch(info -> info.needs().contains(Need.X0_AT_SIGMA));
        this.jury = new Jury(patience);
    }

    private static double watched(List<VerifierInfo> infos) {
        double[] sigmas = infos.stream().mapToDouble(VerifierInfo::sigma).filter(sigma -> sigma > 0).distinct().toArray();
        if (sigmas.length > 1) {
            throw new IllegalArgumentException("verifiers want x0-predictions at different sigmas (" + Arrays.toString(sigmas)
                    + "); use those of one sigma together");
        }
        return sigmas.length == 0 ? 0 : sigmas[0];
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Underway begin(List<Candidate> candidates, boolean gradients) {
        return begin(candidates.toArray(new Candidate[width]), gradients);
    }

    @Override
    public void remember(List<Candidate> candidates) {
        for (int row = 0; row < candidates.size(); row++) {
            rollouts.places().put(candidates.get(row), row);
        }
    }

    @Override
    public Outcome again(Candidate candidate, List<Map<Integer, Integer>> rows) {
        rollouts.places().put(candidate, rows);
        Candidate[] batch = new Candidate[width];
        batch[Math.max(0, Math.min(rollouts.places().of(candidate), width - 1))] = candidate;
        return begin(batch, false).end().outcomes().get(0);
    }

    /** The noise that {@code recipe}'s line begins with, [1, c, h, w], in the open scope; null where it begins midway. */
    public Tensor noise(Recipe recipe) {
        return rollouts.noise(recipe);
    }

    /** Makes the candidate of each row, null for idle ones, and asks about them. */
    private Underway begin(Candidate[] batch, boolean wantsGradients) {
        long begun = System.nanoTime();
        long before = rollouts.evaluations();
        long asked = asked();
        long nudges = task.nudge().forwards();
        long backwards = task.nudge().backwards();
        try (Scope scope = Scope.open()) {
            boolean isWhole = Arrays.stream(batch).filter(Objects::nonNull).allMatch(rollouts::isWhole);
            List<List<State>> seen = wantsGradients && isWhole ? rollouts.trace(batch) : List.of();
            if (seen.isEmpty()) {
                rollouts.follow(batch);
            }
            List<Evidence> shown = look(batch);
            Hearing hearing = hear(batch, shown);
            Back back = wantsGradients ? back(batch, seen, shown, hearing.scores()) : new Back(new String[width], 0, 0);
            List<Made> made = new ArrayList<>();
            for (int row = 0; row < width; row++) {
                if (batch[row] != null) {
                    BufferedImage picture = isFinished(batch[row]) ? Images.pictures(shown.get(row).image()).get(0) : null;
                    made.add(new Made(row, batch[row], back.gradients[row], picture, rollouts.places().lineage(batch[row])));
                }
            }
            long spent = rollouts.evaluations() - before + back.evaluations;
            long decoded = Stream.<Function<Evidence, Tensor>>of(Evidence::image, Evidence::x0At)
                    .filter(part -> shown.stream().anyMatch(one -> one != null && part.apply(one) != null)).count() * width;
            double seconds = (System.nanoTime() - begun) * 1e-9;
            long looked = asked() - asked;
            long forwards = spent * task.forwards() + looked + task.nudge().forwards() - nudges;
            long gone = back.evaluations * task.forwards() + task.nudge().backwards() - backwards;
            return new Heard(made, hearing, new Cost(0, spent + looked, forwards, gone, decoded + back.decodes, 0, 0, seconds));
        }
    }

    /** A candidate of a batch, but for its scores. */
    private record Made(int row, Candidate candidate, String gradient, BufferedImage picture, List<Map<Integer, Integer>> rows) {}

    /** A batch that verifiers look at. @param cost but for them */
    private record Heard(List<Made> made, Hearing hearing, Cost cost) implements Underway {
        @Override
        public boolean isWaiting() {
            return hearing.isOpen();
        }

        @Override
        public Evaluated end() {
            long begun = System.nanoTime();
            List<Map<String, Score>> scores = hearing.scores();
            List<Outcome> outcomes = made.stream().map(one -> new Outcome(new Scored(one.candidate, scores.get(one.row), one.gradient),
                    one.picture, one.rows)).toList();
            long verifications = scores.stream().mapToLong(Map::size).sum();
            return new Evaluated(outcomes, cost.plus(new Cost(0, 0, 0, 0, 0, 0, verifications, (System.nanoTime() - begun) * 1e-9)));
        }
    }

    /** Network passes that verifiers have run themselves. */
    private long asked() {
        return Stream.concat(steering.stream(), heldOut.stream()).filter(Metered.class::isInstance).map(Metered.class::cast)
                .mapToLong(Metered::forwards).sum();
    }

    /**
     * A way back.
     *
     * @param gradients their hashes by row, null where there is none
     * @param evaluations of the denoiser that were run on the way, each gone back through once
     * @param decodes that were run on the way
     */
    private record Back(String[] gradients, long evaluations, long decodes) {}

    /**
     * Goes back from the scores of every row that has one, all of them on one course.
     *
     * @param seen what every call of whole trajectories saw, to go back to their noise; empty to go back one call
     */
    private Back back(Candidate[] batch, List<List<State>> seen, List<Evidence> shown, List<Map<String, Score>> scores) {
        if (steering.size() != 1 || !(steering.get(0) instanceof Differentiable verifier)) {
            throw new IllegalStateException("gradients are of one verifier that has them");
        }
        String[] hashes = new String[width];
        int[] rows = IntStream.range(0, width).filter(row -> batch[row] != null && isFinished(batch[row]) != seen.isEmpty()
                && !scores.get(row).get(verifier.info().name()).failed()).toArray();
        if (rows.length == 0) {
            return new Back(hashes, 0, 0);
        }
        Gradients gradients = new Gradients(task, verifier);
        try (Scope scope = Scope.open()) {
            Tensor slopes;
            if (seen.isEmpty()) {
                slopes = gradients.ofPredictions(together(rows, row -> rollouts.node(batch[row]).state()));
            } else {
                List<State> calls = IntStream.range(0, seen.get(rows[0]).size()).mapToObj(call ->
                        together(rows, row -> seen.get(row).get(call))).toList();
                slopes = gradients.of(calls, call -> stack(rows, row -> rollouts.draw(batch[row].recipe(), call)),
                        stack(rows, row -> shown.get(row).latent()));
            }
            for (int i = 0; i < rows.length; i++) {
                hashes[rows[i]] = kept(slopes.narrow(0, i, 1));
            }
        }
        return new Back(hashes, gradients.evaluations(), gradients.decodes());
    }

    private static State together(int[] rows, IntFunction<State> part) {
        return State.concat(Arrays.stream(rows).mapToObj(part).toList());
    }

    /** One batch of what rows have, null where they have none. */
    private static Tensor stack(int[] rows, IntFunction<Tensor> part) {
        Tensor[] parts = Arrays.stream(rows).mapToObj(part).toArray(Tensor[]::new);
        return parts[0] == null ? null : torch.cat(new TensorVector(parts), 0);
    }

    /** The hash of a gradient, null where it is not finite. */
    private String kept(Tensor gradient) {
        float[] numbers = new float[Math.toIntExact(gradient.numel())];
        gradient.cpu().to(ScalarType.Float).contiguous().data_ptr_float().get(numbers);
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return null;
            }
        }
        return blobs.write(numbers);
    }

    private boolean isFinished(Candidate candidate) {
        return rollouts.node(candidate).hasMadeAll();
    }

    /** What can be seen of each row's candidate; null for idle ones. */
    private List<Evidence> look(Candidate[] batch) {
        Tensor[] latents = new Tensor[width];
        Tensor[] watched = new Tensor[width];
        for (int row = 0; row < width; row++) {
            if (batch[row] != null) {
                latents[row] = rollouts.shown(rollouts.node(batch[row]), batch[row].recipe());
                watched[row] = watches ? rollouts.node(batch[row]).watched() : null;
            }
        }
        Tensor[] images = decode(latents);
        Tensor[] earlier = decode(watched);
        List<Evidence> shown = new ArrayList<>();
        for (int row = 0; row < width; row++) {
            shown.add(batch[row] == null ? null : new Evidence(seesNoise ? rollouts.noise(batch[row].recipe()) : null, earlier[row],
                    latents[row], images[row], task.prompt(), null));
        }
        return shown;
    }

    private Hearing hear(Candidate[] batch, List<Evidence> shown) {
        Hearing hearing = new Hearing(width);
        int[] all = IntStream.range(0, width).filter(row -> batch[row] != null).toArray();
        int[] finished = Arrays.stream(all).filter(row -> isFinished(batch[row])).toArray();
        steering.forEach(verifier -> hearing.ask(jury, verifier, all, shown));
        heldOut.forEach(verifier -> hearing.ask(jury, verifier, finished, shown));
        return hearing;
    }

    /** The images of those latents that are there, [1, 3, height, width] each, in their rows of a full batch. */
    private Tensor[] decode(Tensor[] latents) {
        Tensor[] images = new Tensor[width];
        Tensor idle = Arrays.stream(latents).filter(Objects::nonNull).findFirst().orElse(null);
        if (idle != null) {
            Tensor[] batch = Arrays.stream(latents).map(latent -> latent == null ? idle : latent).toArray(Tensor[]::new);
            Tensor decoded = task.decode(torch.cat(new TensorVector(batch), 0));
            Arrays.setAll(images, row -> latents[row] == null ? null : decoded.narrow(0, row, 1));
        }
        return images;
    }

    @Override
    public void close() {
        jury.close();
        rollouts.close();
    }
}

package dev.goldpan.search;

import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

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
    private final Jury jury;
    private final boolean watches;

    /**
     * @param steering verifiers of every candidate
     * @param heldOut verifiers of finished images; neither is closed by this object
     * @param width the size of every batch
     * @param patience how long a verifier may take over one batch
     */
    public ModelEvaluator(Task task, List<Verifier> steering, List<Verifier> heldOut, int width, Duration patience, Blobs blobs) {
        this.task = task;
        this.steering = List.copyOf(steering);
        this.heldOut = List.copyOf(heldOut);
        this.width = width;
        List<VerifierInfo> all = new ArrayList<>();
        steering.forEach(verifier -> all.add(verifier.info()));
        heldOut.forEach(verifier -> all.add(verifier.info()));
        this.rollouts = new Rollouts(task, width, watched(all), blobs);
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
    public Evaluated evaluate(List<Candidate> candidates) {
        long begun = System.nanoTime();
        long before = rollouts.evaluations();
        try (Scope scope = Scope.open()) {
            List<Node> nodes = rollouts.follow(candidates);
            List<Tensor> latents = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                latents.add(rollouts.shown(nodes.get(i), candidates.get(i).recipe()));
            }
            List<Tensor> images = decode(latents);
            List<Tensor> watched = decode(nodes.stream().map(watches ? Node::watched : node -> null).toList());
            List<Evidence> shown = new ArrayList<>();
            List<BufferedImage> pictures = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                boolean finished = nodes.get(i).hasMadeAll();
                shown.add(new Evidence(rollouts.noise(candidates.get(i).recipe()), watched.get(i), latents.get(i), images.get(i),
                        task.prompt(), null));
                pictures.add(finished ? Images.pictures(images.get(i)).get(0) : null);
            }
            List<Map<String, Score>> scores = score(nodes, shown);
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                outcomes.add(new Outcome(new Scored(candidates.get(i), scores.get(i)), pictures.get(i)));
            }
            long spent = rollouts.evaluations() - before;
            long decodes = width * (images.stream().anyMatch(image -> image != null) ? 1L : 0)
                    + width * (watched.stream().anyMatch(image -> image != null) ? 1L : 0);
            long verifications = scores.stream().mapToLong(Map::size).sum();
            double seconds = (System.nanoTime() - begun) * 1e-9;
            return new Evaluated(outcomes, new Cost(0, spent, spent * task.forwards(), 0, decodes, 0, verifications, seconds));
        }
    }

    private List<Map<String, Score>> score(List<Node> nodes, List<Evidence> shown) {
        List<Map<String, Score>> scores = new ArrayList<>();
        nodes.forEach(node -> scores.add(new LinkedHashMap<>()));
        int[] all = new int[nodes.size()];
        Arrays.setAll(all, i -> i);
        int[] finished = Arrays.stream(all).filter(i -> nodes.get(i).hasMadeAll()).toArray();
        steering.forEach(verifier -> ask(verifier, all, shown, scores));
        heldOut.forEach(verifier -> ask(verifier, finished, shown, scores));
        return scores;
    }

    private void ask(Verifier verifier, int[] which, List<Evidence> shown, List<Map<String, Score>> scores) {
        if (which.length == 0) {
            return;
        }
        List<Score> said = jury.ask(verifier, Arrays.stream(which).mapToObj(shown::get).toList());
        if (jury.hasAbandoned()) {
            shown.forEach(ModelEvaluator::leak);
        }
        for (int i = 0; i < which.length; i++) {
            scores.get(which[i]).put(verifier.info().name(), said.get(i));
        }
    }

    /** Somebody may still look at it: better memory that is never returned than a dangling pointer. */
    private static void leak(Evidence evidence) {
        for (Tensor tensor : new Tensor[] {evidence.noise(), evidence.x0At(), evidence.latent(), evidence.image()}) {
            if (tensor != null) {
                Scope.detach(tensor);
            }
        }
    }

    /** The images of those latents that are there, [1, 3, height, width] each, decoded in a batch of full size. */
    private List<Tensor> decode(List<Tensor> latents) {
        List<Tensor> there = latents.stream().filter(latent -> latent != null).toList();
        if (there.isEmpty()) {
            return new ArrayList<>(java.util.Collections.nCopies(latents.size(), null));
        }
        Tensor[] batch = new Tensor[width];
        Arrays.setAll(batch, row -> there.get(row < there.size() ? row : 0));
        Tensor decoded = task.decode(torch.cat(new TensorVector(batch), 0));
        List<Tensor> images = new ArrayList<>();
        int row = 0;
        for (Tensor latent : latents) {
            images.add(latent == null ? null : decoded.narrow(0, row++, 1));
        }
        return images;
    }

    @Override
    public void close() {
        jury.close();
        rollouts.close();
    }
}

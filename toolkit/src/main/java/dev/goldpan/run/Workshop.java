package dev.goldpan.run;

import dev.goldpan.guide.Losses;
import dev.goldpan.judge.Judge;
import dev.goldpan.model.Bundled;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.text.WordList;
import dev.goldpan.verify.Differentiable;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Population;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierEntry;
import dev.goldpan.verify.VerifierInfo;
import dev.goldpan.verify.Verifiers;
import dev.goldpan.world.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Models, verifiers and the judge: each is loaded when a run first needs it, and kept for the next ones until this is closed. Close
 * the runs before it. One thread at a time.
 */
public final class Workshop implements AutoCloseable {
    /** What steers, and after it what looks, where nobody chooses. */
    private static final List<String> USUAL = List.of("clip", "siglip", "preference", "aesthetic");

    private final Map<ModelChoice, StableDiffusion> checkpoints = new LinkedHashMap<>();
    private final Map<Networks, LoadedModel> models = new LinkedHashMap<>();
    private final Map<Tool, Verifier> opened = new LinkedHashMap<>();
    private final Map<String, Verifier> lent = new LinkedHashMap<>();
    private Judge judge;
    private String judgeHash;

    /** A model as it was loaded. */
    private record Networks(ModelChoice choice, int clipSkip) {}

    /** A verifier by its name, and where its networks are and run. */
    private record Tool(Verifiers at, String name) {}

    /**
     * Makes somebody's own verifier known under its name, for the runs that follow; it takes the place of an earlier one of that name.
     *
     * @param verifier scores single candidates; is not closed by this object
     * @throws IllegalArgumentException if its name is taken or cannot be written in a spec
     */
    public void lend(Verifier verifier) {
        String name = verifier.info().name();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("verifier: the name '" + name + "' is not possible; use letters, digits, '.', '_' and '-'");
        }
        if (Verifiers.names().contains(name) || Losses.isLoss(name)) {
            throw new IllegalArgumentException("verifier: there is a '" + name + "' already; give yours another name");
        }
        lent.put(name, single(name, verifier));
    }

    /** The usual verifiers of the bundled model that are bundled with it: the first steers, the others look. */
    public static List<String> usual() {
        return USUAL.stream().filter(Bundled.networks()::contains).toList();
    }

    /** The configuration of {@code choice}, read once. */
    public StableDiffusion checkpoint(ModelChoice choice) {
        return checkpoints.computeIfAbsent(choice, ModelChoice::open);
    }

    /** The networks of what {@code spec} names. */
    LoadedModel model(Spec spec) {
        return models.computeIfAbsent(new Networks(spec.model(), spec.settings().clipSkip()),
                wanted -> LoadedModel.of(checkpoint(wanted.choice()), wanted.clipSkip()));
    }

    /** The verifier that {@code spec} calls {@code name}. @throws IllegalArgumentException if it does not know the model's pictures */
    public Verifier verifier(Spec spec, String name) {
        if (lent.containsKey(name)) {
            return lent.get(name);
        }
        if (Population.NAMES.contains(name)) {
            throw new IllegalArgumentException("--verifier: '" + name + "' scores a population of many images, so it steers no search; it"
                    + " chooses from a bank of a sweep (alone under verifier, beside 'bank: 64' and 'images: all'); there are "
                    + String.join(", ", Verifiers.names().stream().filter(known -> !Population.NAMES.contains(known)).toList())
                    + ", and the losses " + String.join(", ", Losses.names()));
        }
        checkOwn(spec, name);
        return single(name, opened.computeIfAbsent(new Tool(at(spec), name), tool -> tool.at().open(tool.name())));
    }

    /** Fails where {@code name}, one of {@link Population#NAMES}, cannot choose among pictures of {@code spec}'s model. */
    public void checkOracle(Spec spec, String name) {
        checkOwn(spec, name);
        at(spec).open(name).close();
    }

    private static void checkOwn(Spec spec, String name) {
        if (spec.verifiers() == null && Bundled.isThere() && !spec.model().isBundled() && VerifierEntry.needsNetwork(name)) {
            throw new IllegalArgumentException("--verifier: '" + name + "' needs a network, and the bundled one knows only the pictures of"
                    + " the bundled model, not those of " + spec.model().model() + "; give the folder of your own with --verifiers DIR");
        }
    }

    private Verifiers at(Spec spec) {
        Path folder = spec.verifiers() != null ? Path.of(spec.verifiers()) : Bundled.isThere() ? Bundled.verifiers() : Path.of("verifiers");
        return new Verifiers(folder, checkpoint(spec.model()).device(), Precision.FP32,
                Duration.ofMillis((long) (spec.patience() * 1000)));
    }

    /** Whether {@code verifier} has a gradient that leads back through the finished picture alone. */
    public static boolean leadsBack(Verifier verifier) {
        return verifier instanceof Differentiable && Set.of(Need.IMAGE, Need.LATENT, Need.PROMPT).containsAll(verifier.info().needs());
    }

    private static Verifier single(String name, Verifier verifier) {
        if (verifier.info().scope() != VerifierInfo.Scope.POINT) {
            throw new IllegalArgumentException("--verifier: '" + name + "' scores a pool of candidates, and what steers or looks must"
                    + " score single ones; name the members of an ensemble alone");
        }
        return verifier;
    }

    /**
     * The judge for what {@code spec} asks; none where the model's {@link WordList} has not the words of the bundled models' world, or the
     * prompt is no caption of it.
     */
    public Optional<Appraiser> appraiser(Spec spec) {
        if (!Files.isDirectory(Bundled.judge()) || !Appraiser.canSee(spec.settings()) || !isOfTheWorld(spec.model())) {
            return Optional.empty();
        }
        return Appraiser.asked(spec.prompt()).map(asked -> {
            if (judge == null) {
                judge = Judge.open(Bundled.judge(), Device.CPU);
                judgeHash = hash(Bundled.judge().resolve("config.json")) + hash(Bundled.judge().resolve("model.safetensors"));
            }
            return new Appraiser(judge, judgeHash, asked);
        });
    }

    /** Whether {@code choice} is a bundled model or was trained on the same captions. */
    private boolean isOfTheWorld(ModelChoice choice) {
        return choice.isBundled()
                || checkpoint(choice).words().filter(known -> known.unknown(String.join(" ", Vocabulary.words())).isEmpty()).isPresent();
    }

    private static String hash(Path file) {
        try {
            return ContentFiles.hash(Files.readAllBytes(file)).substring(0, 32);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /** Forgets what takes memory; verifiers that work elsewhere stay, and what they have spent. */
    public void makeRoom() {
        Map<Tool, Verifier> away = new LinkedHashMap<>(opened);
        away.values().removeIf(verifier -> !verifier.worksElsewhere());
        Map<String, Verifier> theirs = Map.copyOf(lent);
        opened.keySet().removeAll(away.keySet());
        close();
        opened.putAll(away);
        lent.putAll(theirs);
    }

    @Override
    public void close() {
        opened.values().forEach(Verifier::close);
        models.values().forEach(LoadedModel::close);
        if (judge != null) {
            judge.close();
        }
        for (Map<?, ?> emptied : List.of(opened, models, lent, checkpoints)) {
            emptied.clear();
        }
        judge = null;
    }
}

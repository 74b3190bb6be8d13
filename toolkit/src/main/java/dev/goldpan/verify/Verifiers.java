package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Provided;
import dev.goldpan.tensor.Spelling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Verifiers by the names that users write. Networks lie in one folder, each in one of its own: {@code clip}, {@code siglip},
 * {@code dino}, {@code preference} (ImageReward's shape), {@code pick-score} (a CLIP), {@code aesthetic} (a head over {@code clip}) and
 * {@code inception}.
 *
 * @param folder of the networks
 * @param device where they run
 * @param precision what they multiply in
 * @param patience how long a command or a language model may take over one answer
 */
public record Verifiers(Path folder, Device device, Precision precision, Duration patience) {
    private static final Map<String, Function<Verifiers, Verifier>> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("clip", at -> ClipScore.open("clip", at.in("clip"), ClipScore.Convention.COSINE, at.device, at.precision));
        KNOWN.put("clip-hessel",
                at -> ClipScore.open("clip-hessel", at.in("clip"), ClipScore.Convention.HESSEL, at.device, at.precision));
        KNOWN.put("clip-percent",
                at -> ClipScore.open("clip-percent", at.in("clip"), ClipScore.Convention.PERCENT, at.device, at.precision));
        KNOWN.put("clip-logit", at -> ClipScore.open("clip-logit", at.in("clip"), ClipScore.Convention.LOGIT, at.device, at.precision));
        KNOWN.put("siglip", at -> ClipScore.open("siglip", at.in("siglip"), ClipScore.Convention.LOGIT, at.device, at.precision));
        KNOWN.put("pick-score", at -> ClipScore.open("pick-score", at.in("pick-score"), ClipScore.Convention.LOGIT, at.device, at.precision));
        KNOWN.put("preference", at -> Preference.open("preference", at.in("preference"), at.device, at.precision));
        KNOWN.put("aesthetic", at -> Aesthetic.open("aesthetic", at.in("aesthetic"), at.in("clip"), at.device, at.precision));
        KNOWN.put("class", at -> at.head("class", "inception", false));
        KNOWN.put("class-probability", at -> at.head("class-probability", "inception", true));
        KNOWN.put("dino-class", at -> at.head("dino-class", "dino", false));
        KNOWN.put("clip-class", at -> ClassScore.zeroShot("clip-class", at.in("clip"), at.device, at.precision));
        KNOWN.put("dino-ssl", at -> at.selfSimilarity("dino"));
        KNOWN.put("clip-ssl", at -> at.selfSimilarity("clip"));
        KNOWN.put("siglip-ssl", at -> at.selfSimilarity("siglip"));
        KNOWN.put("fid", at -> OracleFid.open("fid", at.in("inception"), at.device, at.precision));
        KNOWN.put("is", at -> OracleInception.open("is", at.in("inception"), at.device, at.precision));
        KNOWN.put("jpeg", at -> new JpegSize(false));
        KNOWN.put("jpeg-large", at -> new JpegSize(true));
    }

    /** The names of those that need no argument: ours, and those of jars on the class path. */
    public static List<String> names() {
        return List.copyOf(known().keySet());
    }

    private static Map<String, Function<Verifiers, Verifier>> known() {
        Map<String, Function<Verifiers, Verifier>> all = new LinkedHashMap<>(KNOWN);
        for (Verifier.Provider provider : Provided.all(Verifier.Provider.class)) {
            for (String name : provider.names()) {
                if (all.put(name, at -> provider.open(name, at)) != null) {
                    throw new IllegalArgumentException("class path: a jar brings a verifier called '" + name
                            + "', and there is one already");
                }
            }
        }
        return all;
    }

    /**
     * The verifier that {@code name} calls for: one of {@link #names}, {@code ensemble:a+b}, {@code llm:MODEL?SETTINGS} or
     * {@code exec:COMMAND}. The caller closes it.
     *
     * @throws IllegalArgumentException for an unknown name, with the known ones; or for files that are missing or unsound
     */
    public Verifier open(String name) {
        if (name.startsWith(VerifierNames.EXEC)) {
            return new Exec(name.substring(VerifierNames.EXEC.length()), patience);
        }
        if (name.startsWith(VerifierNames.LLM)) {
            return Llm.open(name.substring(VerifierNames.LLM.length()), patience);
        }
        if (name.startsWith(VerifierNames.ENSEMBLE)) {
            return new Ensemble(VerifierNames.members(name).stream().map(this::open).toList());
        }
        Map<String, Function<Verifiers, Verifier>> all = known();
        if (!all.containsKey(name)) {
            throw new IllegalArgumentException("--verifier: '" + name + "' is not known; did you mean '"
                    + Spelling.nearest(name, all.keySet())
                    + "'? There are " + String.join(", ", all.keySet()) + ", ensemble:a+b, llm:MODEL and exec:COMMAND");
        }
        return all.get(name).apply(this);
    }

    private Path in(String name) {
        return folder.resolve(name);
    }

    private Verifier head(String name, String net, boolean probability) {
        return ClassScore.linear(name, in(net), probability, device, precision);
    }

    private Verifier selfSimilarity(String net) {
        return SelfSimilarity.open(net + "-ssl", in(net), SelfSimilarity.SIGMA, device, precision);
    }
}

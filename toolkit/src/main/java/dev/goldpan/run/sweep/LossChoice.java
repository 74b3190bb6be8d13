package dev.goldpan.run.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.verify.VerifierNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What chooses from a bank by attention: losses, and ensembles of them, which choose by mean rank. They are asked about the noises alone,
 * after the pictures, so that a bank gets them at any time.
 *
 * @param names as in a spec: {@code conform}, {@code ensemble:initno+self-cross}
 * @param how what the losses are told: subjects, variant and slice
 * @param forms of every loss that is needed, by name, see {@link Losses#form}: values of another form are another loss's
 */
public record LossChoice(List<String> names, AttentionSettings how, Map<String, String> forms) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Takes each name once. */
    public LossChoice {
        names = names.stream().distinct().toList();
        forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
    }

    /** Of {@code verifiers} those that are losses, or ensembles of losses alone; none or one choice. @param form of a loss by its name */
    static List<LossChoice> among(List<String> verifiers, AttentionSettings how, UnaryOperator<String> form) {
        List<String> names = verifiers.stream().filter(name -> VerifierNames.members(name).stream().allMatch(Losses::isLoss)).toList();
        Map<String, String> forms = new LinkedHashMap<>();
        names.stream().flatMap(name -> VerifierNames.members(name).stream()).forEach(loss -> forms.put(loss, form.apply(loss)));
        return names.isEmpty() ? List.of() : List.of(new LossChoice(names, how, forms));
    }

    /** Every loss that is needed, once. */
    public List<String> members() {
        return List.copyOf(forms.keySet());
    }

    /** What values of {@code loss} are kept under: its name and form. */
    public String kept(String loss) {
        return loss + " " + forms.get(loss);
    }

    /** These and those of {@code other}, which are told the same. */
    LossChoice and(LossChoice other) {
        List<String> all = new ArrayList<>(names);
        all.addAll(other.names);
        Map<String, String> both = new LinkedHashMap<>(forms);
        both.putAll(other.forms);
        return new LossChoice(all, how, both);
    }

    String write() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new AssertionError("names and settings are JSON", e);
        }
    }

    /** @param folder that it is from, for messages */
    static LossChoice read(String text, Path folder) {
        try {
            return JSON.readValue(text, LossChoice.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(folder + ": was planned by an earlier Goldpan, which did not keep how losses are computed;"
                    + " give the command of the sweep again, which keeps what is there", e);
        }
    }
}

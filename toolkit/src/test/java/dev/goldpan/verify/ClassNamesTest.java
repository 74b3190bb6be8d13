package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goldpan.model.Bundled;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.text.Prompt;
import dev.goldpan.world.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
    private static final ClassNames IMAGENET = ClassNames.of(List.of("Eskimo dog, husky", "Siberian husky", "crane", "crane", "T-shirt"));

    @Test
    void theClassIsWhatThePromptNames() {
        assertEquals(0, IMAGENET.in("class", "A photo of a HUSKY, in snow."));
        assertEquals(1, IMAGENET.in("class", "a siberian husky"), "the longest name counts");
        assertEquals(4, IMAGENET.in("class", "a t-shirt beside a t-shirt"));
        assertEquals(Subject.GLASSES.ordinal(), ClassNames.ofWorld().in("class", "a glasses"));
        assertEquals(Subject.FOX.ordinal(), ClassNames.ofWorld().in("class", "two red foxes"), "no ox");
    }

    @Test
    void noneOrSeveralAreRefused() {
        assertEquals("class: scores one class, and the prompt “a huskyish dog” names none of its 5 (Eskimo dog, Siberian husky,"
                + " crane, ...)", said(IMAGENET, "a huskyish dog"));
        assertEquals("class: scores one class, and the prompt “a crane” names crane, crane", said(IMAGENET, "a crane"));
        assertEquals("class: scores one class, and the prompt “a cat and a red balloon” names cat, balloon",
                said(ClassNames.ofWorld(), "a cat and a red balloon"));
    }

    private static String said(ClassNames names, String prompt) {
        return assertThrows(IllegalArgumentException.class, () -> names.in("class", prompt)).getMessage();
    }

    @Test
    void theBundledNetworksTellTheSubjectsApart() {
        Verifiers bundled = new Verifiers(Bundled.verifiers(), Device.CPU, Precision.FP32, Duration.ofSeconds(1));
        for (String name : List.of("class", "class-probability", "clip-class")) {
            try (Verifier verifier = bundled.open(name)) {
                Subject.all().forEach(subject -> verifier.checkPrompt(new Prompt("a " + subject.noun())));
            }
        }
    }
}

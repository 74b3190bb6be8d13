package dev.goldpan.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.EncodedTexts.Row;
import dev.goldpan.text.EncodedTexts.Text;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class EncodedTextsTest {
    private static final long THREE = 3 * 8 * Float.BYTES; // rows of [1, 2, 4]

    private final List<String> read = new ArrayList<>();

    private Row row(Text text) {
        read.add(text.first());
        return new Row(torch.ones(1, 2, 4).mul_(new Scalar(text.first().length())), null);
    }

    /** The features of {@code text}, which are its length. */
    private static double ask(EncodedTexts texts, String text) {
        try (Scope scope = Scope.open()) {
            Tensor context = texts.of(List.of(new Text(text, null, 0)), null).context();
            return context.mean().item_double();
        }
    }

    @Test
    void aTextIsReadOnceAsLongAsThereIsRoom() {
        Engine.start();
        try (EncodedTexts texts = new EncodedTexts(this::row, THREE)) {
            for (String text : List.of("a", "bb", "ccc", "a", "bb", "ccc")) {
                assertEquals(text.length(), ask(texts, text));
            }
            assertEquals(List.of("a", "bb", "ccc"), read);
            assertEquals(4, ask(texts, "dddd")); // takes the place of the one that was asked for longest ago
            assertEquals(3, ask(texts, "ccc"));
            assertEquals(1, ask(texts, "a"));
            assertEquals(List.of("a", "bb", "ccc", "dddd", "a"), read);
        }
    }
}

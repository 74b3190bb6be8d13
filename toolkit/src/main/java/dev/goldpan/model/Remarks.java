package dev.goldpan.model;

import dev.goldpan.text.Prompt;
import dev.goldpan.text.PromptEncoder;
import dev.goldpan.text.Tokens;
import java.util.List;

/** What a user should know about how a model reads a prompt. */
final class Remarks {
    private Remarks() {}

    /** Warns of what is cut off, and of words that the model has never seen. */
    static void on(StableDiffusion model, PromptEncoder encoder, Prompt prompt, Watcher watcher) {
        warnIfCut("--prompt", encoder.tokens(prompt), watcher);
        warnIfCut("--negative", encoder.tokens(negative(prompt)), watcher);
        model.words().ifPresent(known -> {
            List<String> unknown = known.unknown(prompt.text());
            if (!unknown.isEmpty()) {
                watcher.warns("--prompt: the model does not know " + quoted(unknown) + " and will draw something else; it knows "
                        + known.count() + " words (" + known.where() + "): " + known.summary());
            }
        });
    }

    private static String quoted(List<String> words) {
        return "'" + String.join("', '", words) + "'";
    }

    /** The negative prompt in the place of the prompt, to see its tokens. */
    static Prompt negative(Prompt prompt) {
        String text = prompt.negative() == null ? "" : prompt.negative();
        return new Prompt(text, prompt.negativeSecond(), null, null);
    }

    private static void warnIfCut(String option, List<Tokens> tokens, Watcher watcher) {
        for (int i = 0; i < tokens.size(); i++) {
            Tokens read = tokens.get(i);
            boolean isNews = tokens.subList(0, i).stream().noneMatch(other -> other.cut().equals(read.cut()));
            if (!read.cut().isEmpty() && isNews) {
                watcher.warns(option + " is too long: the text encoder reads " + read.kept() + " tokens, and this was cut off: \""
                        + read.cut().strip() + "\"");
            }
        }
    }
}

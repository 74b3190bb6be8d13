package dev.goldpan.text;

import dev.goldpan.text.Tokens.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CLIP's byte-pair tokeniser (Radford et al., 2021; Sennrich et al., 2016), with the ids of transformers' CLIPTokenizer.
 *
 * <p>NFC, white space collapsed, lower case, split into words, byte-pair merges; a start token, at most {@link #length()} - 2
 * content tokens, an end token, padding. What pads is the checkpoint's own choice (the end token for SD1, "!" for SD2 and the
 * second encoder of SDXL), and it matters: no mask hides padding from the encoder.
 *
 * <p>Safe from several threads.
 */
public final class ClipTokenizer implements AutoCloseable {
    private final TokenizerLibrary library;
    private final long begin;
    private final long end;
    private final long pad;
    private final int length;
    private final int size;

    private ClipTokenizer(ClipVocabulary vocabulary) throws IOException {
        SpecialTokens marks = vocabulary.marks();
        library = new TokenizerLibrary(ClipPipeline.json(vocabulary));
        begin = vocabulary.id(marks.begin());
        end = vocabulary.id(marks.end());
        pad = vocabulary.id(marks.pad());
        length = marks.length();
        size = vocabulary.size();
    }

    /**
     * The tokeniser in {@code folder}: {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt}, with
     * {@code tokenizer_config.json} and {@code special_tokens_map.json} where they exist.
     *
     * @throws IllegalArgumentException for a missing or broken file, naming it
     * @throws IOException if a file cannot be read, or the native tokenizer library cannot be loaded
     */
    public static ClipTokenizer open(Path folder) throws IOException {
        return new ClipTokenizer(ClipVocabulary.read(folder));
    }

    /** Tokens of every sequence, padding included (77 for every published CLIP). */
    public int length() {
        return length;
    }

    /** Rows that an embedding table needs for these ids. */
    public int size() {
        return size;
    }

    /** Encodes {@code prompt}, which may be empty; {@link Tokens#cut()} says what did not fit. */
    public Tokens encode(String prompt) {
        List<Token> content = library.encode(prompt);
        int kept = Math.min(content.size(), length - 2);
        int last = kept == 0 ? 0 : content.get(kept - 1).end();
        List<Token> all = new ArrayList<>(length);
        all.add(new Token(begin, 0, 0));
        all.addAll(content.subList(0, kept));
        all.add(new Token(end, last, last));
        while (all.size() < length) {
            all.add(new Token(pad, last, last));
        }
        String cut = kept == content.size() ? ""
                : prompt.substring(content.get(kept).begin(), content.get(content.size() - 1).end());
        return new Tokens(prompt, all, kept, cut);
    }

    /** Releases the native tokeniser. */
    @Override
    public void close() {
        library.close();
    }
}

package dev.goldpan.text;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.goldpan.text.Tokens.Token;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The native tokenizer library (Hugging Face tokenizers through DJL), kept offline.
 *
 * <p>DJL copies the native library (14 MB) from its jar to {@code $DJL_CACHE_DIR} once, or to {@code .djl.ai} in the home folder,
 * or in the temporary folder where the home folder cannot be written. Left alone it would look on a server for a build for the
 * machine's CUDA version, and report its use from cloud machines; both are switched off here, for tokenisation needs neither.
 *
 * <p>Encoding is safe from several threads.
 */
final class TokenizerLibrary implements AutoCloseable {
    private static final char REPLACEMENT = '\uFFFD';

    static {
        setUnlessSet("RUST_FLAVOR", "cpu");
        setUnlessSet("OPT_OUT_TRACKING", "true");
    }

    private final HuggingFaceTokenizer tokenizer;

    /**
     * A tokeniser of the pipeline in {@code json}, which must be our own: the library aborts the process on pipelines such as a
     * pattern that backtracks or a broken character map.
     *
     * @throws IOException if the library cannot be loaded
     */
    TokenizerLibrary(String json) throws IOException {
        Map<String, String> options = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
        try {
            InputStream pipeline = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
            tokenizer = HuggingFaceTokenizer.newInstance(pipeline, options);
        } catch (EngineException | LinkageError e) {
            throw new IOException("the native tokenizer library cannot be loaded (" + root(e)
                    + "); set DJL_CACHE_DIR to a folder that can be written and executed from", e);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** The tokens of {@code text} alone, without marks. Half a surrogate pair counts as U+FFFD, since UTF-8 cannot hold it. */
    List<Token> encode(String text) {
        String wellFormed = wellFormed(text);
        Encoding encoding = tokenizer.encode(wellFormed);
        int[] index = codePointIndex(wellFormed);
        long[] ids = encoding.getIds();
        CharSpan[] spans = encoding.getCharTokenSpans();
        List<Token> tokens = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            tokens.add(new Token(ids[i], index[spans[i].getStart()], index[spans[i].getEnd()]));
        }
        return tokens;
    }

    private static String wellFormed(String text) {
        StringBuilder fixed = new StringBuilder(text);
        for (int i = 0; i < fixed.length(); i++) {
            char unit = fixed.charAt(i);
            if (Character.isHighSurrogate(unit) && i + 1 < fixed.length() && Character.isLowSurrogate(fixed.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                fixed.setCharAt(i, REPLACEMENT);
            }
        }
        return fixed.toString();
    }

    /** UTF-16 index of every code point, and of the end: the library counts in code points. */
    private static int[] codePointIndex(String text) {
        int[] index = new int[text.codePointCount(0, text.length()) + 1];
        int unit = 0;
        for (int point = 0; point < index.length; point++) {
            index[point] = unit;
            unit += unit < text.length() && Character.isHighSurrogate(text.charAt(unit)) ? 2 : 1;
        }
        return index;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}

package dev.goldpan.run;

import dev.goldpan.search.Blobs;
import dev.goldpan.search.Outcome;
import dev.goldpan.verify.llm.Spent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What is written down of one run: what it is to do, what it has done, its pictures and the noise that it made. */
public interface Records extends AutoCloseable {
    /** What the run is to do. */
    String spec();

    /** What it began on. */
    String manifest();

    /** What the run has done. */
    Journal journal();

    /**
     * Keeps the files of one batch's pictures.
     *
     * @param finished candidates that have a picture
     * @param png makes the file of each; safe to be asked for several at the same time
     * @return what was kept of each, in their order
     */
    List<Entry.Picture> keep(List<Outcome> finished, Function<Outcome, byte[]> png);

    /** The content of a picture's file. */
    byte[] image(Entry.Picture picture);

    /** The noise that the run made. */
    Blobs blobs();

    /** Keeps that {@code verifier} cost this much more. */
    void spend(String verifier, Spent spent);

    /** What each language model cost, all processes together; empty where none did. */
    Map<String, Spent> spending();

    @Override
    void close();

    /** Records that last as long as the object. */
    static Records inMemory(String spec, String manifest) {
        return new Held(spec, manifest, Journal.inMemory(), Blobs.inMemory(), new ConcurrentHashMap<>(), new LinkedHashMap<>());
    }

    /** Records in memory. */
    record Held(String spec, String manifest, Journal journal, Blobs blobs, Map<String, byte[]> images, Map<String, Spent> spending)
            implements Records {
        @Override
        public List<Entry.Picture> keep(List<Outcome> finished, Function<Outcome, byte[]> png) {
            return AtOnce.map(finished, outcome -> {
                byte[] file = png.apply(outcome);
                Entry.Picture picture = Entry.Picture.of(outcome.image(), file, ContentFiles.hash(file));
                images.put(picture.hash(), file);
                return picture;
            });
        }

        @Override
        public byte[] image(Entry.Picture picture) {
            return images.get(picture.hash()).clone();
        }

        @Override
        public void spend(String verifier, Spent spent) {
            spending.merge(verifier, spent, Spent::plus);
        }

        @Override
        public void close() {
            // Nothing is held beyond the object.
        }
    }
}

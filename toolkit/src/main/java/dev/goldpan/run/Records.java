package dev.goldpan.run;

import dev.goldpan.search.Blobs;
import dev.goldpan.verify.llm.Spent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is written down of one run: what it is to do, what it has done, its pictures and the noise that it made. */
public interface Records extends AutoCloseable {
    /** What the run is to do. */
    String spec();

    /** What it began on. */
    String manifest();

    /** What the run has done. */
    Journal journal();

    /** Keeps a picture's file. */
    Entry.Picture keep(byte[] png, int width, int height);

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
        return new Held(spec, manifest, Journal.inMemory(), Blobs.inMemory(), new HashMap<>(), new LinkedHashMap<>());
    }

    /** Records in memory. */
    record Held(String spec, String manifest, Journal journal, Blobs blobs, Map<String, byte[]> images, Map<String, Spent> spending)
            implements Records {
        @Override
        public Entry.Picture keep(byte[] png, int width, int height) {
            String hash = ContentFiles.hash(png);
            images.put(hash, png);
            return new Entry.Picture(hash, width, height, png.length);
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

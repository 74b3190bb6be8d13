package dev.goldpan.mini.world;

import dev.goldpan.world.Subject;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** The emoji bitmaps of every subject, from the Noto Color Emoji files in the resources. Loaded once, then immutable. */
public final class Glyphs {

    private static final Map<Subject, List<Glyph>> BY_SUBJECT = load();

    private Glyphs() { }

    /** The bitmaps of a subject: one to three variants. */
    public static List<Glyph> of(Subject subject) {
        return BY_SUBJECT.get(subject);
    }

    private static Map<Subject, List<Glyph>> load() {
        Map<Subject, List<Glyph>> glyphs = new EnumMap<>(Subject.class);
        for (String line : lines("glyphs/glyphs.tsv")) {
            String[] field = line.split("\t");
            if (!field[0].equals("file")) {
                Subject subject = Subject.valueOf(field[1].toUpperCase(Locale.ROOT));
                List<Glyph> variants = glyphs.computeIfAbsent(subject, s -> new ArrayList<>());
                variants.add(Glyph.of(subject, Integer.parseInt(field[2]), read("glyphs/" + field[0])));
            }
        }
        glyphs.replaceAll((subject, variants) -> List.copyOf(variants));
        return glyphs;
    }

    private static Sprite read(String resource) {
        try (InputStream in = open(resource)) {
            BufferedImage image = ImageIO.read(in);
            int w = image.getWidth();
            int h = image.getHeight();
            return new Sprite(w, h, image.getRGB(0, 0, w, h, null, 0, w));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The non-blank lines of a text resource of this module. */
    public static List<String> lines(String resource) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(open(resource), StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a resource of the world. */
    public static InputStream open(String resource) throws IOException {
        InputStream in = Glyphs.class.getResourceAsStream("/" + resource);
        if (in == null) {
            throw new IOException("resource " + resource + " is missing");
        }
        return in;
    }
}

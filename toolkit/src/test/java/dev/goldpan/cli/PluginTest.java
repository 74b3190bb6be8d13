package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.OneThread;
import dev.goldpan.search.Preset;
import dev.goldpan.verify.Verifier;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's algorithm and verifier, compiled here, found by name. */
@ExtendWith(OneThread.class)
class PluginTest {
    private static final String SOURCE = """
            package example;

            import dev.goldpan.search.*;
            import dev.goldpan.verify.*;
            import java.util.List;
            import java.util.Set;
            import java.util.stream.LongStream;

            public class Plugin implements Preset.Provider, Verifier.Provider {
                public record EverySecond(int apart) implements Algorithm {
                    public Search begin(Grounds grounds) {
                        return new Search() {
                            private long next;

                            public List<Candidate> ask() {
                                long from = next;
                                next += 2;
                                return LongStream.of(from, from + 1)
                                        .mapToObj(index -> grounds.candidate(grounds.noise(index * apart))).toList();
                            }

                            public void tell(List<Scored> results) {}
                        };
                    }
                }

                public List<Preset> presets() {
                    return List.of(new Preset("every-second", new EverySecond(2), "seeds apart", "nobody"));
                }

                public Set<String> names() {
                    return Set.of("pixel");
                }

                public Verifier open(String name, Verifiers at) {
                    return new PictureScore(name, (picture, prompt) -> picture.getRGB(0, 0) & 255);
                }
            }
            """;

    @TempDir
    private Path folder;
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    void compile() throws IOException {
        Path source = Files.writeString(Files.createDirectories(folder.resolve("plugin/example")).resolve("Plugin.java"), SOURCE);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), "-d",
                folder.resolve("plugin").toString(), source.toString()));
        name("example.Plugin");
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {folder.resolve("plugin").toUri().toURL()}, before));
    }

    private void name(String provider) throws IOException {
        Path services = Files.createDirectories(folder.resolve("plugin/META-INF/services"));
        for (Class<?> service : List.of(Preset.Provider.class, Verifier.Provider.class)) {
            Files.writeString(services.resolve(service.getName()), provider + "\n");
        }
    }

    @AfterEach
    void restore() throws IOException {
        ((URLClassLoader) Thread.currentThread().getContextClassLoader()).close();
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void bothAreFoundByNameAndTakeSettings() {
        TinySearch tiny = new TinySearch(folder);
        assertTrue(Told.done("search", "--list").out().contains("every-second"));
        tiny.done("run", "--algorithm", "every-second", "--set", "apart=3", "--verifier", "pixel", "--budget", "4");
        List<Long> seeds = tiny.json("run").get("ranked").findValues("seed").stream().map(seed -> seed.asLong()).sorted().toList();
        assertEquals(List.of(0L, 3L, 6L, 9L), seeds);
        assertTrue(tiny.json("run").at("/ranked/0/scores/pixel").isNumber());
        tiny.refused("did you mean 'pixel'", "--verifier", "pixl");
    }

    @Test
    void aJarThatCannotBeLoadedSaysSo() throws IOException {
        name("example.Missing");
        TinySearch tiny = new TinySearch(folder);
        tiny.refused("class path: a jar's dev.goldpan.search.Preset.Provider cannot be loaded", "--algorithm", "every-second");
    }
}

package dev.goldpan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.guide.Guides;
import dev.goldpan.model.Guiding;
import dev.goldpan.model.ImageRequest;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.model.TextToImage;
import dev.goldpan.model.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldpan generate}: images of a prompt, one per seed. */
@Command(name = "generate", sortOptions = false,
        description = "Makes images of a prompt, one per seed, each with its recipe inside.")
final class Generate implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ModelOptions model;

    @Mixin
    private ImageOptions images;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "goldpan-out",
            description = "Folder for them (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--trace", paramLabel = "FILE", description = "Write the numbers on the way to this safetensors file.")
    private Path trace;

    @Option(names = "--json", description = "Print one JSON object about the run.")
    private boolean json;

    Generate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        long begun = System.nanoTime();
        Album album = new Album(out, images.prompt());
        if (trace != null) {
            Destination.checkFile("--trace", trace);
        }
        StableDiffusion checkpoint = model.open();
        ImageRequest request = images.request(checkpoint);
        try (Run run = new Run(terminal, album, json); Trace kept = trace == null ? Trace.none() : Trace.all()) {
            Guiding guiding = Guides.of(request.settings(), names -> terminal.say(AttentionOptions.line(names)));
            TextToImage.run(checkpoint, request, guiding, run, kept);
            if (trace != null) {
                kept.write(trace);
            }
            if (json) {
                print(checkpoint, run, Duration.ofNanos(System.nanoTime() - begun));
            }
        }
        return Main.DONE;
    }

    private void print(StableDiffusion checkpoint, Run run, Duration took) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", checkpoint.files().name());
        report.put("fingerprint", checkpoint.fingerprint());
        report.put("device", checkpoint.device().toString());
        report.put("precision", checkpoint.precision().toString());
        report.put("images", run.images());
        report.put("warnings", run.warnings());
        report.put("trace", trace == null ? null : trace.toString());
        report.put("seconds", took.toMillis() / 1000.0);
        terminal.out().println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    }
}

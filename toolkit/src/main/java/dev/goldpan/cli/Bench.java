package dev.goldpan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.bench.LossBench;
import dev.goldpan.bench.UNetBench;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Precision;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code goldpan bench}: how fast the UNet of Stable Diffusion 1.5 runs here. */
@Command(name = "bench", description = "Measures a forward pass of an SD1.5-size UNet with random weights.")
final class Bench implements Callable<Integer> {
    private static final int PIXELS_PER_LATENT = 8;
    private static final int MANY = 20; // noises of a small network

    private final Terminal terminal;

    @Option(names = "--device", description = "auto, cpu, cuda or cuda:N (default: ${DEFAULT-VALUE})")
    private String device = "auto";

    @Option(names = "--precision", description = "fp32, bf16, fp16 or auto (default: ${DEFAULT-VALUE})")
    private String precision = "auto";

    @Option(names = "--batch", description = "items per pass; 2 is one image with guidance (default: ${DEFAULT-VALUE})")
    private int batch = 2;

    @Option(names = "--size", description = "pixels on a side (default: ${DEFAULT-VALUE})")
    private int size = 512;

    @Option(names = "--passes", description = "measured passes, after one to warm up (default: ${DEFAULT-VALUE})")
    private int passes = 5;

    @Option(names = "--loss", description = "Measure noises ranked by attention losses instead, beside one by one through the whole network, in"
            + " fp32 and bf16 on a processor: --batch noises together on an SD1.5-size UNet, and 20 or more on the bundled model.")
    private boolean loss;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    Bench(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (batch < 1 || passes < 1 || size < 64 || size % 64 != 0) {
            throw new IllegalArgumentException("bench: --batch and --passes must be 1 or more, --size a multiple of 64");
        }
        if (loss) {
            return losses();
        }
        Device where = Device.of(device);
        Precision format = Precision.of(precision, where);
        UNetBench.Result result;
        try (UNetBench bench = new UNetBench(where, format, batch, size / PIXELS_PER_LATENT)) {
            result = bench.run(passes);
        }
        double rate = result.flops() / result.median() / 1e9;
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("device", where.toString());
            report.put("precision", format.toString());
            report.put("threads", Engine.threads());
            report.put("batch", batch);
            report.put("size", size);
            report.put("seconds", result.seconds());
            report.put("median", result.median());
            report.put("gflopPerSecond", rate);
            report.put("productGflopPerSecond", result.productRate());
            report.put("convolutionGflopPerSecond", result.convolutionRate());
            terminal.out().println(new ObjectMapper().writeValueAsString(report));
        } else {
            terminal.out().printf("SD1.5 UNet, %dx%d, batch %d, %s on %s, %d threads%n", size, size, batch, format, where,
                    Engine.threads());
            terminal.out().printf("forward   %8.3f s median of %d   %6.0f GFLOP/s%n", result.median(), passes, rate);
            terminal.out().printf("ceilings  matrix product %.0f GFLOP/s, 3x3 convolution %.0f GFLOP/s%n", result.productRate(),
                    result.convolutionRate());
        }
        return Main.DONE;
    }

    private int losses() throws IOException {
        for (String fixed : List.of("--device", "--precision", "--size")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(fixed)) {
                throw new IllegalArgumentException("bench: " + fixed + " does not go with --loss, which measures fp32 and bf16 on a"
                        + " processor; leave it out");
            }
        }
        Map<String, Map<String, Double>> networks = new LinkedHashMap<>();
        networks.put("bundled model", LossBench.bundled(Math.max(batch, MANY), passes));
        networks.put("SD1.5-size UNet, 512x512", LossBench.sd15(batch, passes));
        if (json) {
            terminal.out().println(new ObjectMapper().writeValueAsString(Map.of("threads", Engine.threads(), "passes", passes,
                    "secondsPerNoise", networks)));
        } else {
            networks.forEach(this::rate);
        }
        return Main.DONE;
    }

    private void rate(String network, Map<String, Double> seconds) {
        terminal.out().printf("%s, %d threads, all losses%n", network, Engine.threads());
        seconds.forEach((way, each) -> terminal.out().printf("%-22s %9.2f noises/s, median of %d%n", way, 1 / each, passes));
        terminal.out().printf("times as many           %9.2f in fp32, %.2f in bf16, %.2f of bf16 over fp32 one by one%n",
                times(seconds, "fp32", "fp32"), times(seconds, "bf16", "bf16"), times(seconds, "bf16", "fp32"));
    }

    private static double times(Map<String, Double> seconds, String ours, String others) {
        return seconds.get("one by one, " + others) / seconds.get("goldpan, " + ours);
    }
}

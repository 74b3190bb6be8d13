package dev.goldpan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.EngineFacts;
import dev.goldpan.tensor.Memory;
import dev.goldpan.tensor.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code goldpan doctor}: what there is to compute with. */
@Command(name = "doctor", description = "Says what engine, device, memory, threads and caches there are.")
final class Doctor implements Callable<Integer> {
    private static final List<String> SETTINGS = List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE",
            "THP_MEM_ALLOC_ENABLE", "GLIBC_TUNABLES", "LD_PRELOAD", "CUDA_VISIBLE_DEVICES", "GOLDPAN_JAVA_OPTS");

    private final Terminal terminal;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    Doctor(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        EngineFacts facts = EngineFacts.ask();
        Map<String, Map<String, Object>> report = new LinkedHashMap<>();
        report.put("engine", engine(facts));
        report.put("device", device(facts));
        report.put("memory", memory());
        report.put("java", java());
        report.put("settings", settings());
        report.put("caches", caches(facts));
        if (json) {
            terminal.out().println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            report.forEach((section, lines) -> lines.forEach((key, value) ->
                    terminal.out().printf("%-9s %-22s %s%n", section, key, text(key, value))));
        }
        return Main.DONE;
    }

    private static Map<String, Object> engine(EngineFacts facts) {
        Map<String, Object> engine = new LinkedHashMap<>();
        engine.put("libtorch", facts.libtorch());
        engine.put("onednn", facts.onednn());
        engine.put("openblasCore", facts.openblas());
        engine.put("cpuCapability", facts.capability());
        engine.put("threads", facts.threads());
        return engine;
    }

    private static Map<String, Object> device(EngineFacts facts) {
        Map<String, Object> device = new LinkedHashMap<>();
        Device chosen = Device.of("auto");
        device.put("found", facts.devices().stream().map(Device::toString).toList());
        device.put("auto", chosen.toString());
        device.put("autoPrecision", Precision.of("auto", chosen).toString());
        device.put("cpu", cpu());
        device.put("cpuBf16", facts.bf16());
        device.put("logicalCores", Runtime.getRuntime().availableProcessors());
        return device;
    }

    private static Map<String, Object> memory() {
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("totalBytes", Memory.total());
        memory.put("availableBytes", Memory.available());
        memory.put("peakBytes", Memory.peak());
        memory.put("javaHeapBytes", Runtime.getRuntime().maxMemory());
        return memory;
    }

    private static Map<String, Object> java() {
        Map<String, Object> java = new LinkedHashMap<>();
        java.put("version", System.getProperty("java.runtime.version"));
        java.put("home", System.getProperty("java.home"));
        java.put("os", String.join(" ", System.getProperty("os.name"), System.getProperty("os.version"),
                System.getProperty("os.arch")));
        return java;
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String name : SETTINGS) {
            if (System.getenv(name) != null) {
                settings.put(name, System.getenv(name));
            }
        }
        lines("/sys/kernel/mm/transparent_hugepage/enabled").findFirst().ifPresent(line -> settings.put("hugePages", line));
        return settings;
    }

    private static Map<String, Object> caches(EngineFacts facts) throws IOException {
        Map<String, Object> caches = new LinkedHashMap<>();
        caches.put("natives", facts.natives().toString());
        caches.put("nativesBytes", size(facts.natives()));
        return caches;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static String cpu() {
        return lines("/proc/cpuinfo").filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse(System.getProperty("os.arch"));
    }

    /** Lines of one of Linux's information files; none on other systems. */
    private static Stream<String> lines(String file) {
        try {
            return Files.isReadable(Path.of(file)) ? Files.readAllLines(Path.of(file)).stream() : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String key, Object value) {
        if (key.endsWith("Bytes")) {
            return Bytes.text((Long) value);
        }
        return value instanceof List<?> list ? String.join(" ", list.stream().map(Object::toString).toList()) : value.toString();
    }
}

package dev.goldpan.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Main memory of this machine, or of the container that limits this process; in bytes. */
public final class Memory {
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final Path PROCESS = Path.of("/proc/self/status");

    private Memory() {}

    /** All there is. */
    public static long total() {
        return system().getTotalMemorySize();
    }

    /** What a process could still get without pushing others out. */
    public static long available() {
        long free = system().getFreeMemorySize();
        return Files.isReadable(MACHINE) ? Math.min(total(), Math.max(free, linux(MACHINE, "MemAvailable"))) : free;
    }

    /** The most that this process ever had resident at a time; 0 where the system does not say. */
    public static long peak() {
        return Files.isReadable(PROCESS) ? linux(PROCESS, "VmHWM") : 0;
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private static long linux(Path file, String key) {
        try {
            return Files.readAllLines(file).stream().filter(line -> line.startsWith(key + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

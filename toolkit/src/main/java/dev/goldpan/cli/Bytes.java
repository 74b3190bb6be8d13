package dev.goldpan.cli;

import java.util.Locale;

/** Sizes of memory for people. */
final class Bytes {
    private Bytes() {}

    /** {@code bytes} in the largest decimal unit that leaves at least one, such as 3.44 GB. */
    static String text(long bytes) {
        String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.1f %s", value, units[unit]);
    }
}

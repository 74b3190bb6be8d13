package dev.goldpan.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Width and height of an image in pixels.
 *
 * @param width pixels across
 * @param height pixels down
 */
record Size(int width, int height) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})[xX](\\d{1,6})");

    /** Reads 512x768. */
    static final class Reader implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            Matcher match = TEXT.matcher(text);
            if (!match.matches()) {
                throw new TypeConversionException("'" + text + "' is not a width and height such as 512x768");
            }
            return new Size(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
        }
    }
}

package dev.goldpan.report;

/** Something that charts are drawn with; x grows to the right, y downwards, colours are 0xRRGGBB. */
interface Pen {
    /** Of a dot. */
    double RADIUS = 3;
    /** Width of a line with dots. */
    double LINE = 2;

    void stroke(double fromX, double fromY, double toX, double toY, int rgb, double width);

    /** A pale area around a line. @param low its lower edge at each of {@code x} @param high its upper edge */
    void band(double[] x, double[] low, double[] high, int rgb);

    /** A line with dots. @param told what each says where it can be pointed at */
    void line(double[] x, double[] y, int rgb, String[] told);

    /** @param align 0 where {@code x} is the beginning of the text, 0.5 the middle, 1 the end; {@code y} is its upper edge */
    void text(String text, double x, double y, double align, int rgb);
}

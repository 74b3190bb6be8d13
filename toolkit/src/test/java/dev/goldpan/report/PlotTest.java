package dev.goldpan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PlotTest {
    private static final int RGB = 0x0072B2;

    private static Plot plot(double... y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = 30L << i;
        }
        return new Plot("plot", "a < b & c", "NFE", "clip", List.of(new Plot.Line("best so far", x, y)));
    }

    @Test
    void filesOfLongNamesAreShortAndOthersForOtherNames() {
        assertEquals("mini-10-steps-clip", Plot.fileName("mini, 10 steps-clip"));
        String one = Plot.fileName("llm:".repeat(100) + "a");
        assertEquals(120, one.length());
        assertTrue(!one.equals(Plot.fileName("llm:".repeat(100) + "b")));
    }

    @Test
    void doublingsAreEquallyFarApartAndHigherIsHigher() throws Exception {
        Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(plot(0.1, 0.3, 0.5).svg().getBytes(StandardCharsets.UTF_8))).getDocumentElement();
        NodeList lines = root.getElementsByTagName("polyline");
        assertEquals(1, lines.getLength());
        double[] at = Arrays.stream(((Element) lines.item(0)).getAttribute("points").split("[ ,]")).mapToDouble(Double::parseDouble)
                .toArray(); // x and y of three points
        assertEquals(at[2] - at[0], at[4] - at[2], 0.2);
        assertEquals(at[1] - at[3], at[3] - at[5], 0.2);
        assertTrue(at[2] > at[0] && at[3] < at[1]);
        assertEquals(3, root.getElementsByTagName("circle").getLength());
        assertTrue(root.getTextContent().contains("a < b & c") && root.getTextContent().contains("120"), root.getTextContent());
    }

    @Test
    void aPictureHasTheLineAndLetters() {
        BufferedImage picture = plot(0.1, 0.3, 0.5).picture();
        int coloured = 0;
        int dark = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y) & 0xFFFFFF;
                coloured += rgb == RGB ? 1 : 0;
                dark += y < 30 && (rgb & 255) < 100 ? 1 : 0; // the title
            }
        }
        assertTrue(coloured > 500 && dark > 50, coloured + " and " + dark);
    }

    @Test
    void flatAndSingleAreDrawnToo() {
        assertTrue(plot(0.25, 0.25).svg().contains("</svg>"));
        assertEquals(760, plot(-3).picture().getWidth());
        assertTrue(plot(0).svg().contains(">0<"));
        assertTrue(plot(-1, Math.nextUp(-1.0)).svg().contains("</svg>"), "values that differ in their last bit have ticks, and an end");
    }
}

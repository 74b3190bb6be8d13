package dev.goldpan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        NodeList strokes = root.getElementsByTagName("line");
        List<double[]> parts = new ArrayList<>();
        for (int i = 0; i < strokes.getLength(); i++) {
            Element stroke = (Element) strokes.item(i);
            if (stroke.getAttribute("stroke").equals("#0072b2") && stroke.getAttribute("stroke-width").equals("2")) {
                parts.add(new double[] {number(stroke, "x1"), number(stroke, "y1"), number(stroke, "x2"), number(stroke, "y2")});
            }
        }
        double[] first = parts.get(1);
        double[] second = parts.get(2);
        assertEquals(first[2] - first[0], second[2] - second[0], 0.2);
        assertEquals(first[1] - first[3], second[1] - second[3], 0.2);
        assertTrue(first[2] > first[0] && first[3] < first[1]);
        assertTrue(root.getTextContent().contains("a < b & c") && root.getTextContent().contains("120"), root.getTextContent());
    }

    private static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
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

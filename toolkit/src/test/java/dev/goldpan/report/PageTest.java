package dev.goldpan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    @TempDir
    private Path folder;

    @Test
    void sectionsAreListedUnderTheirChapters() {
        Page page = new Page("all", "", folder);
        page.chapter("first");
        page.section("a");
        page.section("b & c");
        page.chapter("second");
        page.section("d");
        String html = page.whole();
        assertTrue(html.contains("<b>first</b> 2 sections</summary><ol start=\"1\">\n<li><a href=\"#section-1\">a</a></li>\n"
                + "<li><a href=\"#section-2\">b &amp; c</a></li>\n</ol></details>"), html);
        assertTrue(html.contains("<b>second</b> 1 section</summary><ol start=\"3\">\n<li><a href=\"#section-3\">d</a></li>\n"), html);
        assertEquals(3, Pattern.compile("<h3 id=\"section-").matcher(html).results().count());
        assertEquals("# all\n\n# first\n\n## a\n\n## b & c\n\n# second\n\n## d\n\n", page.markdown());
    }

    @Test
    void withoutChaptersSectionsAreListedAlone() {
        Page page = new Page("one", "", folder);
        page.section("a");
        assertFalse(page.hasChapters());
        assertTrue(page.whole().contains("<nav><details open><summary>1 section</summary><ol start=\"1\">\n"), page.whole());
        assertTrue(page.whole().contains("<h2 id=\"section-1\">a</h2>"), page.whole());
    }
}

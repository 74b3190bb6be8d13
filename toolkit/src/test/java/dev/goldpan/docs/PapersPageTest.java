package dev.goldpan.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The classes that docs/papers.md names exist. */
class PapersPageTest {
    @Test
    void theClassesExist() throws IOException {
        int classes = 0;
        for (List<String> row : Page.rows("papers.md")) {
            if (!row.get(0).equals("concept")) {
                assertFalse(Page.code(row.get(2)).isEmpty(), row.toString());
                for (String name : Page.code(row.get(2))) {
                    assertDoesNotThrow(() -> Class.forName("dev.goldpan." + name, false, getClass().getClassLoader()), name);
                    classes++;
                }
            }
        }
        assertTrue(classes > 40, "classes named: " + classes);
    }
}

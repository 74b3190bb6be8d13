package dev.goldpan.search;

import dev.goldpan.laws.SearchLaws;
import org.junit.jupiter.api.Test;

class SearchLawsTest {
    @Test
    void random() {
        SearchLaws.check(new RandomSearch(), false, 10);
    }
}

package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.Engine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in the Chromium of the system. Compiled and run only with {@code -Pbrowser}, which .ci/run gives where there is one. */
@Tag("browser")
class BrowserTest {
    private static final int PHONE = 375;
    private static final String SPEC = """
            about: What a browser makes of it.
            prompts: [a cat, a dog, a long prompt with aWordThatIsVeryLongIndeedAndHasNoPlaceWhereItCouldBeBrokenOnASmallScreen]
            sampler: ddim
            steps: 3
            precision: fp32
            verifier: jpeg
            held-out: jpeg-large
            batch: 4
            parts:
              - {name: bank, bank: 12}
              - {name: algorithms, algorithm: [random, zo-2], budget: [4, 8]}
            """;

    @TempDir
    private static Path folder;
    private static Playwright playwright;
    private static Browser browser;
    private final List<String> complaints = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void open() throws IOException {
        int threads = Engine.threads();
        Engine.threads(1);
        Files.writeString(folder.resolve("spec.yaml"), SPEC);
        String out = folder.resolve("out").toString();
        Told done = Told.run("sweep", folder.resolve("spec.yaml").toString(), "--model", Fixtures.path("pipelines/sd15").toString(),
                "--out", out);
        Engine.threads(threads);
        assertEquals(0, done.exitCode(), done.err());
        assertEquals(0, Told.run("report", out).exitCode());
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium())
                .setArgs(List.of("--no-sandbox"))); // the only page it sees is ours
    }

    private static Path chromium() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(path -> Stream.of("chromium", "chromium-browser", "google-chrome").map(name -> Path.of(path, name)))
                .filter(Files::isExecutable).findFirst().orElseThrow(() -> new IllegalStateException("there is no Chromium on the PATH"));
    }

    @AfterAll
    static void close() {
        playwright.close();
    }

    @BeforeEach
    void openPage() {
        page = browser.newPage();
        page.onConsoleMessage(message -> {
            if (!message.type().equals("log")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) {
                complaints.add("asks for " + request.url());
            }
        });
    }

    private void show(int width, int height) {
        page.setViewportSize(width, height);
        page.navigate(folder.resolve("out/report/report.html").toUri().toString());
    }

    @AfterEach
    void nothingWasComplainedAbout() {
        page.close();
        assertEquals(List.of(), complaints);
    }

    @Test
    void chartsAreThere() {
        show(1200, 900);
        Locator charts = page.locator(".chart svg");
        assertTrue(charts.count() >= 7, charts.count() + " charts");
        Locator open = page.locator(".chart[open] svg");
        assertTrue(open.count() >= 2, open.count() + " open");
        for (Locator chart : open.all()) {
            BoundingBox box = chart.boundingBox();
            assertNotNull(box);
            assertTrue(box.width > 300 && box.height > 100, box.width + " x " + box.height);
        }
        for (Locator closed : page.locator(".chart:not([open]) summary").all()) {
            closed.click();
        }
        assertTrue(charts.all().stream().allMatch(Locator::isVisible));
    }

    @Test
    void aPhoneScrollsDownOnly() {
        show(PHONE, 667);
        for (Locator closed : page.locator(".chart:not([open]) summary").all()) {
            closed.click();
        }
        Object wide = page.evaluate("""
                () => [...document.querySelectorAll('main *')]
                  .filter(e => !e.closest('.table > div, .row > div, pre') && e.getBoundingClientRect().right > innerWidth + 1)
                  .map(e => e.tagName + ' ' + e.textContent.slice(0, 40))""");
        assertEquals(List.of(), wide);
        assertEquals(PHONE, page.evaluate("document.documentElement.scrollWidth"));
    }

    @Test
    void picturesAreDecodedWhenTheyAreNear() {
        show(PHONE, 667);
        Locator pictures = page.locator(".shot img");
        assertTrue(pictures.count() >= 6, pictures.count() + " pictures");
        assertEquals(0, page.evaluate("document.querySelectorAll('.shot img[src]').length"), "far below");
        Locator first = pictures.first();
        first.scrollIntoViewIfNeeded();
        page.waitForCondition(() -> (boolean) first.evaluate("image => image.complete && image.naturalWidth > 0"));
    }
}

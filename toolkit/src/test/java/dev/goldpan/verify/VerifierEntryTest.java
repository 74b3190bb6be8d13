package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.run.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierEntryTest {
    private static final List<String> NETWORKS = List.of("clip", "siglip", "pick-score", "preference", "aesthetic", "dino", "inception");

    @TempDir
    private Path folder;

    @Test
    void listsAreOfWhatIsOpened() throws IOException {
        Verifiers verifiers = TinyVerifiers.in(folder);
        assertEquals(Verifiers.names(), VerifierEntry.all().stream().map(VerifierEntry::name).toList());
        for (VerifierEntry entry : VerifierEntry.all()) {
            try (Verifier opened = verifiers.open(entry.name())) {
                assertEquals(opened.info().unit(), entry.unit(), entry.name());
                assertEquals(Workshop.leadsBack(opened), entry.hasGradient(), entry.name());
            }
        }
        for (String network : NETWORKS) {
            Files.move(folder.resolve(network), folder.resolve("away"));
            for (VerifierEntry entry : VerifierEntry.all()) {
                assertEquals(!entry.networks().contains(network), opens(verifiers, entry.name()), entry.name() + " without " + network);
            }
            Files.move(folder.resolve("away"), folder.resolve(network));
        }
    }

    private static boolean opens(Verifiers verifiers, String name) {
        try (Verifier opened = verifiers.open(name)) {
            return true;
        } catch (IllegalArgumentException missing) {
            return false;
        }
    }

    @Test
    void ensemblesNeedWhatTheirMembersDo() {
        assertTrue(VerifierEntry.needsNetwork("clip") && VerifierEntry.needsNetwork("ensemble:jpeg+siglip"));
        assertTrue(VerifierEntry.needsNetwork("fid") && VerifierEntry.needsNetwork("dino-ssl"));
        assertFalse(VerifierEntry.needsNetwork("jpeg") || VerifierEntry.needsNetwork("ensemble:jpeg+initno")
                || VerifierEntry.needsNetwork("exec:clip") || VerifierEntry.needsNetwork("llm:clip") || VerifierEntry.needsNetwork("mine"));
    }
}

package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void helpListsTheVerbs() {
        Told told = Told.run("--help");
        assertEquals(0, told.exitCode());
        assertTrue(told.out().contains("doctor"), told.out());
        assertEquals("", told.err());
    }

    @Test
    void misspeltVerbsAndOptionsNameTheNearest() {
        Told verb = Told.run("doctr");
        assertEquals(2, verb.exitCode());
        assertEquals("goldpan: unexpected argument 'doctr'; did you mean doctor? ('goldpan --help' shows all)\n", verb.err());
        Told option = Told.run("doctor", "--jsno");
        assertEquals(2, option.exitCode());
        assertEquals("goldpan: unknown option '--jsno'; did you mean --json? ('goldpan doctor --help' shows all)\n",
                option.err());
        assertEquals("", option.out());
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        Told.refused("--device does not go with --loss", "bench", "--loss", "--device", "cpu");
        Told.refused("--size does not go with --loss", "bench", "--size", "256", "--loss");
    }

    @Test
    void doctorReportsToPeopleAndPrograms() throws IOException {
        Told people = Told.run("doctor");
        assertEquals(0, people.exitCode());
        assertTrue(people.out().contains("libtorch"), people.out());
        Told programs = Told.run("doctor", "--json");
        JsonNode report = new ObjectMapper().readTree(programs.out());
        assertTrue(report.at("/engine/threads").asInt() > 0);
        assertFalse(report.at("/engine/libtorch").asText().isEmpty());
        assertEquals("cpu", report.at("/device/found/0").asText());
        assertTrue(report.at("/memory/totalBytes").asLong() > 0);
    }

    @Test
    void memoryThatIsNotThereIsSaidInOneLine() {
        Failure cpu = Failure.of(new RuntimeException("[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't "
                + "allocate memory: you tried to allocate 85899345920 bytes. Error code 12 (Cannot allocate memory)\nframe #0"));
        assertEquals(2, cpu.exitCode());
        assertTrue(cpu.line().startsWith("out of memory: one tensor of 85.9 GB was needed"), cpu.line());
        Failure cuda = Failure.of(new RuntimeException("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0\nframe #0"));
        assertTrue(cuda.line().contains("2.00 GiB"), cuda.line());
        assertEquals(2, Failure.of(new OutOfMemoryError("Java heap space")).exitCode());
    }

    @Test
    void failuresOfTheEngineLoseTheirNativeStack() {
        Failure failure = Failure.of(new RuntimeException("mat1 and mat2 shapes cannot be multiplied (2x3 and 5x3)\n"
                + "Exception raised from meta at LinearAlgebra.cpp:204 (most recent call first):\nframe #0: c10::Error"));
        assertEquals(1, failure.exitCode());
        assertEquals("the engine failed: mat1 and mat2 shapes cannot be multiplied (2x3 and 5x3) "
                + "(--debug shows where; please report it)", failure.line());
    }

    @Test
    void whatAUserCanPutRightEndsWithTwo() {
        assertEquals(new Failure(2, "--size: 500 is no multiple of 8"),
                Failure.of(new IllegalArgumentException("--size: 500 is no multiple of 8")));
        assertEquals(new Failure(2, "a/b: there is no such file or folder"),
                Failure.of(new UncheckedIOException(new NoSuchFileException("a/b"))));
        assertEquals(new Failure(1, "input or output failed: No space left on device"),
                Failure.of(new IOException("No space left on device")));
    }

    @Test
    void sizesReadAsPeopleSayThem() {
        assertEquals("999 bytes", Bytes.text(999));
        assertEquals("3.44 GB", Bytes.text(3_438_083_856L));
        assertEquals("12.5 MB", Bytes.text(12_500_000));
    }
}

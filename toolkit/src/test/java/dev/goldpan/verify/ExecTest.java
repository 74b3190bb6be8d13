package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands written for a POSIX shell. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ExecTest {
    /** Takes the id out of a request. */
    private static final String ID = "id=${line#*\\\"id\\\":}; id=${id%%,*}; ";

    @TempDir
    Path folder;

    /** Scores of three candidates by a script that runs {@code body} for each line. */
    private List<Score> run(String before, String body, int patience) throws IOException {
        Path script = Files.writeString(folder.resolve("verifier.sh"),
                before + "\nwhile IFS= read -r line; do\n" + ID + "\n" + body + "\ndone\n");
        try (Scope scope = Scope.open(); Exec exec = new Exec("sh " + script, Duration.ofMillis(patience))) {
            List<Evidence> shown = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                shown.add(Evidence.of(torch.rand(1, 3, 8, 8), new Prompt("picture " + i)));
            }
            return exec.score(shown);
        }
    }

    @Test
    void asksAProgram() throws IOException {
        List<Score> scores = run("", """
                case "$line" in *'"image":"iVBOR'*'picture'* | *'picture'*'"image":"iVBOR'*) ;;
                *) echo '{"id":'$id'}'; continue;; esac
                echo '{"id":'$id',"score":'$id'.5}'""", 20000);
        assertEquals(List.of(Score.of(0.5), Score.of(1.5), Score.of(2.5)), scores);
    }

    @Test
    void answersMayComeInAnyOrder() throws IOException {
        List<Score> scores = run("", "all=\"$id $all\"; [ $id = 2 ] && for i in $all; do "
                + "echo '{\"score\":'$i',\"id\":'$i'}'; done", 20000);
        assertEquals(List.of(Score.of(0), Score.of(1), Score.of(2)), scores);
    }

    @Test
    void badAnswersFailTheirCandidate() throws IOException {
        List<Score> scores = run("", """
                [ $id = 0 ] && echo '{"id":0,"score":NaN}'
                [ $id = 1 ] && echo '{"id":1,"error":"no face found"}'
                [ $id = 2 ] && echo '{"id":2,"score":7}'""", 20000);
        assertTrue(scores.get(0).failure().contains("no JSON object"), scores.get(0).failure());
        assertEquals("the command says: no face found", scores.get(1).failure());
        assertEquals(7, scores.get(2).value());
        assertTrue(run("", "echo '{\"id\":'$id',\"score\":\"high\"}'", 20000).stream()
                .allMatch(s -> s.failure().contains("no number")));
        assertTrue(run("", "echo '{\"id\":'$id',\"score\":1e999}'", 20000).get(2).failure().contains("Infinity"));
    }

    @Test
    void aProgramThatDiesIsStartedAgain() throws IOException {
        List<Score> scores = run("", "[ $id = 1 ] && { echo 'out of memory' >&2; exit 3; }; "
                + "echo '{\"id\":'$id',\"score\":4}'", 20000);
        assertEquals(4, scores.get(0).value());
        assertEquals("the command ended with exit code 3: out of memory", scores.get(1).failure());
        assertEquals(4, scores.get(2).value());
    }

    @Test
    void aProgramThatHangsIsStartedAgain() throws IOException {
        List<Score> scores = run("", "[ $id = 0 ] && sleep 60; echo '{\"id\":'$id',\"score\":4}'", 700);
        assertTrue(scores.get(0).failure().contains("within 0.7 s"), scores.get(0).failure());
        assertEquals(4, scores.get(1).value());
        assertEquals(4, scores.get(2).value());
    }

    @Test
    @Timeout(60)
    void chatterWinsNoTime() throws IOException {
        List<Score> scores = run("", "[ $id = 0 ] && while :; do echo '{\"id\":99,\"score\":1}'; sleep 0.05; done; "
                + "echo '{\"id\":'$id',\"score\":4}'", 700);
        assertTrue(scores.get(0).failure().contains("within 0.7 s"), scores.get(0).failure());
        assertEquals(4, scores.get(1).value());
        assertEquals(4, scores.get(2).value());
    }

    @Test
    void anEndlessLineIsNotWaitedFor() throws IOException {
        assertTrue(run("", "head -c 300000 /dev/zero | tr '\\0' x; echo", 20000).stream()
                .allMatch(score -> score.failure().contains("more than 65536")));
    }

    @Test
    void aMissingProgramSaysSo() {
        try (Scope scope = Scope.open(); Exec exec = new Exec("no-such-program-here", Duration.ofSeconds(20))) {
            String failure = exec.score(List.of(Evidence.of(torch.rand(1, 3, 8, 8), new Prompt("x")))).get(0).failure();
            assertTrue(failure.contains("exit code 127") && failure.contains("no-such-program-here"), failure);
            assertEquals("exec:no-such-program-here", exec.info().name());
        }
    }
}

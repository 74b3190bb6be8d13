package dev.goldpan.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * A score from somebody else's program, in any language.
 *
 * <p>The program runs for as long as the search does. It reads one JSON object per line, {@code {"id", "prompt", "image"}} with
 * the image as a base64 PNG, and answers each by a line {@code {"id", "score"}} or {@code {"id", "error"}}, in any order. It may
 * read ahead. What it says is not trusted: a candidate without a proper answer in time fails, and a program that hangs or ends is
 * started again for the others.
 *
 * <p>One thread at a time.
 */
public final class Exec implements Verifier {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private final Duration patience;
    private final VerifierInfo info;
    private Peer peer;
    private long asked;

    /**
     * @param command a line for the system's shell
     * @param patience how long one answer may take after the one before it
     */
    public Exec(String command, Duration patience) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        this.command = windows ? List.of("cmd", "/c", command) : List.of("sh", "-c", command);
        this.patience = patience;
        info = new VerifierInfo("exec:" + command, "", EnumSet.of(Need.IMAGE, Need.PROMPT), 0, VerifierInfo.Scope.POINT,
                VerifierInfo.Range.UNBOUNDED, "", 0);
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public boolean keepsTime() {
        return true;
    }

    @Override
    public boolean worksElsewhere() {
        return true;
    }

    @Override
    public synchronized List<Score> score(List<Evidence> shown) {
        Shown.check(info, shown);
        Score[] scores = new Score[shown.size()];
        long first = asked;
        asked += shown.size();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < scores.length; i++) {
            open.add(i);
        }
        while (!open.isEmpty()) {
            if (peer == null && !start(scores, open)) {
                break;
            }
            open.forEach(i -> peer.send(request(first + i, shown.get(i))));
            listen(scores, open, first);
        }
        return List.of(scores);
    }

    private boolean start(Score[] scores, Deque<Integer> open) {
        try {
            peer = new Peer(command);
            return true;
        } catch (IOException e) {
            open.forEach(i -> scores[i] = Score.failed("the command cannot be started: " + e.getMessage()));
            return false;
        }
    }

    /** Until everything is answered, or the program has to be given up: then the candidate it owes next fails. */
    private void listen(Score[] scores, Deque<Integer> open, long first) {
        long since = System.nanoTime(); // the last answer that was waited for: other lines win no time
        while (!open.isEmpty()) {
            int owed = open.size();
            Peer.Line line = peer.next(patience.minusNanos(System.nanoTime() - since));
            if (line == null || line.trouble() != null) {
                scores[open.remove()] = Score.failed(line == null
                        ? "the command did not answer within " + patience.toMillis() / 1000.0 + " s" : line.trouble());
                peer.close();
                peer = null;
                return;
            }
            answer(line.text(), scores, open, first);
            since = open.size() < owed ? System.nanoTime() : since;
        }
    }

    private static void answer(String line, Score[] scores, Deque<Integer> open, long first) {
        JsonNode said = parse(line);
        if (said == null || !said.path("id").isIntegralNumber()) {
            scores[open.remove()] = Score.failed("the command answered what is no JSON object with an id: " + shortened(line));
            return;
        }
        int which = (int) Math.max(-1, Math.min(scores.length, said.get("id").asLong() - first));
        if (open.remove((Object) which)) { // else: an answer that nobody waits for
            scores[which] = said.path("score").isNumber() ? Score.of(said.get("score").asDouble())
                    : Score.failed(said.has("error") ? "the command says: " + shortened(said.get("error").asText())
                            : "the command gave no number as score: " + shortened(line));
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{C}", " ").strip();
        return plain.length() > 200 ? plain.substring(0, 200) + "..." : plain;
    }

    private static String request(long id, Evidence evidence) {
        ObjectNode line = JSON.createObjectNode().put("id", id).put("prompt", evidence.prompt().text());
        line.put("image", Png.encode(Images.pictures(evidence.image()).get(0), Map.of()));
        return line.toString();
    }

    @Override
    public synchronized void close() {
        if (peer != null) {
            peer.close();
            peer = null;
        }
    }
}

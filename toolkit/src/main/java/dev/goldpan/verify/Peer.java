package dev.goldpan.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another process that talks in lines; it cannot make this one wait, or take more than a little memory. */
final class Peer implements AutoCloseable {
    private static final int LONGEST = 1 << 16;
    private static final int MOST_WAITING = 1 << 12;
    private static final int LAST_WORDS = 500;

    private final Process process;
    private final BlockingQueue<Line> said = new LinkedBlockingQueue<>(MOST_WAITING);
    private final BlockingQueue<String> toSay = new LinkedBlockingQueue<>();
    private final StringBuilder complaints = new StringBuilder();
    private final CountDownLatch allHeard = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** What came: a line, or why there will be none. */
    record Line(String text, String trouble) {}

    Peer(List<String> command) throws IOException {
        process = new ProcessBuilder(command).start();
        daemon(this::hear);
        daemon(this::hearComplaints);
        daemon(this::speak);
    }

    /** Sends a line, at once or when the process gets around to reading. */
    void send(String line) {
        toSay.add(line);
    }

    /** The next line; null where none comes in time, or no time is {@code left}. */
    Line next(Duration left) {
        try {
            return left.isNegative() ? null : said.poll(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Line(null, "interrupted while waiting for the command");
        }
    }

    private void hear() {
        try (Reader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    said.put(new Line(line.toString(), null));
                    line.setLength(0);
                } else if (line.append((char) c).length() > LONGEST) {
                    said.put(new Line(null, "the command answered with a line of more than " + LONGEST + " characters"));
                    return;
                }
            }
            said.put(new Line(null, farewell()));
        } catch (IOException e) {
            said.offer(new Line(null, "the command's answers cannot be read: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String farewell() throws InterruptedException {
        process.waitFor(1, TimeUnit.SECONDS);
        allHeard.await(1, TimeUnit.SECONDS);
        String status = process.isAlive() ? "the command closed its output"
                : "the command ended with exit code " + process.exitValue();
        synchronized (complaints) {
            String last = complaints.toString().replaceAll("\\p{C}", " ").strip();
            return last.isEmpty() ? status : status + ": " + last;
        }
    }

    private void hearComplaints() {
        byte[] piece = new byte[1024];
        try (InputStream in = process.getErrorStream()) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                synchronized (complaints) {
                    complaints.append(new String(piece, 0, n, StandardCharsets.UTF_8));
                    complaints.delete(0, Math.max(0, complaints.length() - LAST_WORDS));
                }
            }
        } catch (IOException e) {
            said.offer(new Line(null, "the command's messages cannot be read: " + e.getMessage()));
        } finally {
            allHeard.countDown();
        }
    }

    private void speak() {
        try (OutputStream out = process.getOutputStream()) {
            while (true) {
                out.write((toSay.take() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            toSay.clear(); // the process does not listen; what it says, or that it ended, is heard elsewhere
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void daemon(Runnable work) {
        Thread thread = new Thread(work, "goldpan-exec");
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** Ends the process and everything it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        threads.forEach(Thread::interrupt);
    }
}

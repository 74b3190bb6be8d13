package dev.goldpan.verify.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** What a status other than 200 means. */
final class Refusals {
    private static final Set<Integer> PASSING = Set.of(408, 409, 429);
    private static final Set<Integer> FOR_ALL = Set.of(401, 402, 403, 404);
    private static final int BROKEN = 500;
    private static final long LONGEST = 1_000_000;

    private Refusals() {}

    /** @param said the body, where it is JSON @param shown the server's words, fit to be shown */
    static NoAnswer of(HttpResponse<?> response, JsonNode said, String shown, Instant now) {
        int status = response.statusCode();
        String why = "the server answers " + status + (shown.isEmpty() ? "" : ": " + shown);
        if (FOR_ALL.contains(status) || said.at("/error/code").asText("").equals("insufficient_quota")) {
            return NoAnswer.ever(why);
        }
        return PASSING.contains(status) || status >= BROKEN ? NoAnswer.again(why, wait(response, now)) : NoAnswer.toThis(why);
    }

    /** How long the server wants to be left alone: Retry-After-Ms, or Retry-After in seconds or as a date; null where it does not say. */
    private static Duration wait(HttpResponse<?> response, Instant now) {
        String millis = response.headers().firstValue("Retry-After-Ms").orElse("");
        if (millis.matches("\\d{1,9}")) {
            return Duration.ofMillis(Long.parseLong(millis));
        }
        String after = response.headers().firstValue("Retry-After").orElse("").strip();
        if (after.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Math.min(LONGEST, Long.parseLong(after)));
        }
        try {
            Duration until = Duration.between(now, ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return null;
        }
    }
}

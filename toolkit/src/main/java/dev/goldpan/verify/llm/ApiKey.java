package dev.goldpan.verify.llm;

import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The secret that a server wants. It comes from the environment only, from the variable that belongs to the server's host, so that
 * neither a spec nor a picture of somebody else can have it sent to another place; and nothing prints it.
 */
public final class ApiKey {
    /** The variable for hosts that have none of their own. */
    public static final String OTHERS = "GOLDPAN_LLM_API_KEY";

    private static final Map<String, String> VARIABLES = Map.of("api.openai.com", "OPENAI_API_KEY",
            "generativelanguage.googleapis.com", "GEMINI_API_KEY");

    private final String secret; // empty where none is wanted

    private ApiKey(String secret) {
        this.secret = secret;
    }

    /**
     * The key for {@code base}; none where the variable for other hosts is not set, since local servers want none.
     *
     * @param environment value by name, null where it is not set
     * @throws IllegalArgumentException if a host that wants a key has none, or the connection would show it to others
     */
    public static ApiKey of(URI base, UnaryOperator<String> environment) {
        String host = String.valueOf(base.getHost());
        String variable = VARIABLES.getOrDefault(host, OTHERS);
        String found = environment.apply(variable);
        String secret = found == null ? "" : found.strip();
        if (secret.isEmpty() && VARIABLES.containsKey(host)) {
            throw new IllegalArgumentException("--verifier: llm: " + host + " wants a key; put it into the environment variable "
                    + variable);
        }
        if (!secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("--verifier: llm: " + variable + " holds what cannot be a key: spaces or other letters");
        }
        if (!secret.isEmpty() && !"https".equals(base.getScheme()) && !isHere(host)) {
            throw new IllegalArgumentException("--verifier: llm: a key is not sent to " + host + " over http, where others can read it;"
                    + " use https, or unset " + variable);
        }
        return new ApiKey(secret);
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    /** The header {@code Authorization}, or null where there is no key. */
    String header() {
        return secret.isEmpty() ? null : "Bearer " + secret;
    }

    /** {@code text} without the key, whoever wrote it there. */
    String removedFrom(String text) {
        return secret.isEmpty() ? text : text.replace(secret, "(key)");
    }

    @Override
    public String toString() {
        return "(key)";
    }
}

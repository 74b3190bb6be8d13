package dev.goldpan.report;

/** Text as HTML wants it. */
final class Html {
    private Html() {}

    /** {@code text} as the content of an element or a quoted attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}

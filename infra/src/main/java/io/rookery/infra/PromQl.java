package io.rookery.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Enough of PromQL to tell which metrics a query names: it knows words, strings, label matchers, ranges and the lists of labels after {@code by} and its like. It does not check
 * the query. Grafana's variables count as values, and its {@code label_values(metric, label)} as a query.
 */
final class PromQl {
    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>\\#[^\\n]*)
            |(?<string>"(?:\\\\.|[^"\\\\])*"|'(?:\\\\.|[^'\\\\])*'|`[^`]*`)
            |(?<variable>\\$\\w+|\\$\\{[^}]*})
            |(?<number>(?:\\d|\\.\\d)[\\w.]*)
            |(?<word>[a-zA-Z_:][\\w:.]*)
            |(?<other>[^\\s])
            """, Pattern.COMMENTS);
    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    /** Followed by a list of labels in parentheses. */
    private static final Set<String> BEFORE_LABELS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

    private static final Set<String> AGGREGATION_LABELS = Set.of("by", "without");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan");

    private final String query;
    private final List<Token> tokens;
    private final Set<String> metrics = new TreeSet<>();
    private int at;

    private enum Kind {
        STRING,
        VALUE,
        WORD,
        OTHER
    }

    private record Token(Kind kind, String text) {
        boolean is(String expected) {
            return kind != Kind.STRING && text.equals(expected);
        }
    }

    private PromQl(String query) {
        this.query = query;
        this.tokens = tokens(query);
    }

    /** @throws IllegalArgumentException where a bracket is not closed */
    static Set<String> metrics(String query) {
        PromQl reader = new PromQl(query);
        reader.read();
        return reader.metrics;
    }

    private void read() {
        while (at < tokens.size()) {
            Token token = tokens.get(at++);
            if (token.is("{")) matchers();
            else if (token.is("[")) skipTo("]");
            else if (token.kind() == Kind.WORD) word(token.text());
        }
    }

    private void word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean call = nextIs("(");
        if (BEFORE_LABELS.contains(lower)) {
            if (call) skipTo(")");
        } else if (lower.equals("label_values") && call) {
            labelValues();
        } else if (!call && !isAggregation() && !OPERATORS.contains(lower)) {
            metrics.add(word);
        }
    }

    /** {@code sum by (label) (…)}: the word before {@code by} is no metric. */
    private boolean isAggregation() {
        return at < tokens.size()
                && tokens.get(at).kind() == Kind.WORD
                && AGGREGATION_LABELS.contains(tokens.get(at).text().toLowerCase(Locale.ROOT));
    }

    /** The list between braces: only a matcher of the name itself tells of a metric, as does a quoted name alone. */
    private void matchers() {
        int first = at;
        skipTo("}");
        List<Token> inside = tokens.subList(first, at - 1);
        for (int i = 0; i < inside.size(); i++) {
            if (inside.get(i).kind() != Kind.STRING) continue;
            boolean name =
                    i >= 2 && inside.get(i - 1).is("=") && inside.get(i - 2).is("__name__");
            boolean alone = (i == 0 || inside.get(i - 1).is(","))
                    && (i + 1 == inside.size() || inside.get(i + 1).is(","));
            if (name || alone) add(inside.get(i).text());
        }
    }

    private void add(String quoted) {
        String name = quoted.substring(1, quoted.length() - 1);
        if (!METRIC_NAME.matcher(name).matches())
            throw new IllegalArgumentException("no metric's name: " + quoted + " in " + query);
        metrics.add(name);
    }

    /** {@code label_values(label)} names no metric; {@code label_values(query, label)} those of its query. */
    private void labelValues() {
        int first = at + 1;
        skipTo(")");
        List<Token> inside = tokens.subList(first, at - 1);
        int comma = -1;
        for (int i = 0, depth = 0; i < inside.size(); i++) {
            Token token = inside.get(i);
            if (token.is("{") || token.is("(") || token.is("[")) depth++;
            else if (token.is("}") || token.is(")") || token.is("]")) depth--;
            else if (token.is(",") && depth == 0) comma = i;
        }
        if (comma < 0) return;
        StringBuilder inner = new StringBuilder();
        for (Token token : inside.subList(0, comma)) inner.append(token.text()).append(' ');
        metrics.addAll(metrics(inner.toString()));
    }

    private boolean nextIs(String text) {
        return at < tokens.size() && tokens.get(at).is(text);
    }

    /** Past the bracket that closes the one before; brackets of its own kind may be nested. */
    private void skipTo(String close) {
        String open = close.equals(")") ? "(" : close.equals("]") ? "[" : "{";
        int depth = nextIs(open) ? 0 : 1;
        while (at < tokens.size()) {
            Token token = tokens.get(at++);
            if (token.is(open)) depth++;
            else if (token.is(close) && --depth == 0) return;
        }
        throw new IllegalArgumentException("a " + close + " is missing: " + query);
    }

    private static List<Token> tokens(String query) {
        List<Token> tokens = new ArrayList<>();
        for (Matcher found = TOKEN.matcher(query); found.find(); ) {
            if (found.group("comment") != null) continue;
            Kind kind = found.group("string") != null
                    ? Kind.STRING
                    : found.group("word") != null ? Kind.WORD : found.group("other") != null ? Kind.OTHER : Kind.VALUE;
            tokens.add(new Token(kind, found.group()));
        }
        return tokens;
    }
}

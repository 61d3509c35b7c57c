package io.observoor.integration;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Prometheus's text format (version 0.0.4), parsed strictly: what the format forbids or
 * its documentation advises against fails.
 *
 * @param types counter or gauge, by the name of the metric
 * @param samples by the name of the metric, then by labels
 */
record Exposition(
    Map<String, String> types, Map<String, Map<Map<String, String>, Double>> samples) {
  private static final Pattern HELP =
      Pattern.compile("# HELP ([a-z_][a-z0-9_]*) (?:[^\\\\\\n]|\\\\\\\\|\\\\n)+");
  private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_][a-z0-9_]*) (counter|gauge)");
  private static final String LABEL =
      "[a-z_][a-z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\\\\\|\\\\\"|\\\\n)*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_][a-z0-9_]*)(?:\\{("
              + LABEL
              + "(?:,"
              + LABEL
              + ")*)})? (-?[0-9.]+(?:E-?[0-9]+)?)");
  private static final Pattern ONE_LABEL =
      Pattern.compile("([a-z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Exposition parse(String page) {
    if (!page.endsWith("\n")) {
      throw new AssertionError("the last line has no line feed");
    }
    Exposition exposition = new Exposition(new LinkedHashMap<>(), new HashMap<>());
    Set<String> helped = new HashSet<>();
    String current = "";
    for (String line : page.substring(0, page.length() - 1).split("\n", -1)) {
      Matcher help = HELP.matcher(line);
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (help.matches()) {
        current = help.group(1);
        check(helped.add(current), "duplicate HELP", line);
      } else if (type.matches()) {
        check(type.group(1).equals(current), "TYPE not directly after its HELP", line);
        check(exposition.types.put(current, type.group(2)) == null, "duplicate TYPE", line);
        check(
            current.endsWith("_total") == type.group(2).equals("counter"),
            "only counters end in _total",
            line);
      } else if (sample.matches()) {
        check(
            sample.group(1).equals(current) && exposition.types.containsKey(current),
            "sample not after its TYPE",
            line);
        Double earlier =
            exposition
                .samples
                .computeIfAbsent(current, name -> new HashMap<>())
                .put(labels(sample.group(2), line), Double.valueOf(sample.group(3)));
        check(earlier == null, "duplicate sample", line);
      } else {
        check(false, "unknown line", line);
      }
    }
    return exposition;
  }

  private static Map<String, String> labels(String text, String line) {
    Map<String, String> labels = new TreeMap<>();
    if (text != null) {
      Matcher label = ONE_LABEL.matcher(text);
      while (label.find()) {
        check(labels.put(label.group(1), label.group(2)) == null, "duplicate label", line);
      }
    }
    return Map.copyOf(labels);
  }

  private static void check(boolean holds, String what, String line) {
    if (!holds) {
      throw new AssertionError(what + ": " + line);
    }
  }

  /** Returns the value of a metric without labels. */
  long value(String metric) {
    return samples.get(metric).get(Map.of()).longValue();
  }

  /** Returns the non-zero values of a metric by its label. */
  Map<String, Long> values(String metric, String label) {
    Map<String, Long> values = new TreeMap<>();
    samples
        .getOrDefault(metric, Map.of())
        .forEach(
            (labels, value) -> {
              if (value != 0) {
                values.merge(labels.get(label), value.longValue(), Long::sum);
              }
            });
    return values;
  }
}

package io.observoor.agent.migrate;

import io.observoor.api.sink.SchemaMigrations.Status;
import io.observoor.api.sink.SchemaMigrations.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats the migration status of each sink as text or JSON. */
final class StatusReport {
  private final Map<String, Status> sinks = new LinkedHashMap<>();

  void add(String sink, Status status) {
    sinks.put(sink, status);
  }

  /** Formats a line for each step. */
  String text() {
    List<String> lines = new ArrayList<>();
    sinks.forEach(
        (sink, status) -> {
          lines.add(sink + ": " + summary(status));
          lines.add("  VERSION  DONE  STEP");
          status
              .steps()
              .forEach(
                  step ->
                      lines.add(
                          "  %7d  %-4s  %s"
                              .formatted(step.version(), done(status, step), step.title())));
        });
    return String.join("\n", lines);
  }

  private static String summary(Status status) {
    if (status.dirty()) {
      return "dirty at version %d: a step began and did not end; observoor migrate up repeats it"
          .formatted(status.version());
    }
    if (status.version() > status.newest()) {
      return "version %d, newer than the newest known version %d"
          .formatted(status.version(), status.newest());
    }
    return status.version() == status.newest()
        ? "version %d, all steps are done".formatted(status.version())
        : "version %d of %d; observoor migrate up does the remaining steps"
            .formatted(status.version(), status.newest());
  }

  private static String done(Status status, Step step) {
    if (status.dirty() && step.version() == status.version()) {
      return "half";
    }
    return step.done() ? "yes" : "no";
  }

  /** Formats one JSON object. */
  String json() {
    return sinks.entrySet().stream()
        .map(sink -> json(sink.getKey(), sink.getValue()))
        .collect(Collectors.joining(",", "{\"sinks\":[", "]}"));
  }

  private static String json(String sink, Status status) {
    return "{\"sink\":%s,\"version\":%d,\"dirty\":%b,\"newest\":%d,\"steps\":%s}"
        .formatted(
            quoted(sink),
            status.version(),
            status.dirty(),
            status.newest(),
            status.steps().stream()
                .map(
                    step ->
                        "{\"version\":%d,\"title\":%s,\"done\":%b}"
                            .formatted(step.version(), quoted(step.title()), step.done()))
                .collect(Collectors.joining(",", "[", "]")));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}

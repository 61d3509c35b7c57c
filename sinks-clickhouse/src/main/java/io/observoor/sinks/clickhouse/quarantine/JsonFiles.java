package io.observoor.sinks.clickhouse.quarantine;

import java.util.ArrayList;
import java.util.List;

/** What a command has to say of quarantined files, for scripts: one JSON object. */
final class JsonFiles {
  private final StringBuilder out = new StringBuilder("{\"files\":[");
  private final JsonRows texts = new JsonRows(out);
  private boolean first = true;

  /** Takes {@code -j} and {@code --json} out of a command's arguments. */
  record Arguments(boolean json, List<String> files) {
    static Arguments of(List<Object> arguments) {
      List<String> files = new ArrayList<>();
      boolean json = false;
      for (Object argument : arguments) {
        String text = argument.toString();
        if (text.equals("-j") || text.equals("--json")) {
          json = true;
        } else if (text.startsWith("-")) {
          throw new IllegalArgumentException("no option " + text + " (-j or --json)");
        } else {
          files.add(text);
        }
      }
      return new Arguments(json, files);
    }
  }

  /** One file of the quarantine, as it is listed. */
  void listed(String name, QuarantineFile file) {
    begin(name, file);
    field("refused", file.time().toString());
    field("reason", file.reason());
    out.append('}');
  }

  /** One file that was sent; {@code reason} is empty when it was accepted. */
  void sent(String name, QuarantineFile file, String reason) {
    begin(name, file);
    out.append(",\"sent\":").append(reason.isEmpty());
    if (!reason.isEmpty()) {
      field("reason", reason);
    }
    out.append('}');
  }

  private void begin(String name, QuarantineFile file) {
    out.append(first ? "{\"file\":" : ",{\"file\":");
    first = false;
    texts.text(name);
    field("table", file.table());
    out.append(",\"rows\":").append(file.rows());
  }

  private void field(String key, String value) {
    out.append(",\"").append(key).append("\":");
    texts.text(value);
  }

  /** All of it. */
  String text() {
    return out + "]}";
  }
}

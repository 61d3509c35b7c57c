package io.observoor.sinks.clickhouse.quarantine;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a quarantine command.
 *
 * @param json whether {@code -j} or {@code --json} is present
 * @param files the other arguments
 */
record CommandArguments(boolean json, List<String> files) {

  static CommandArguments parse(List<Object> arguments) {
    boolean json = false;
    List<String> files = new ArrayList<>();
    for (Object argument : arguments) {
      String text = argument.toString();
      if (text.equals("-j") || text.equals("--json")) {
        json = true;
      } else if (text.startsWith("-")) {
        throw new IllegalArgumentException("unknown option " + text + " (use -j or --json)");
      } else {
        files.add(text);
      }
    }
    return new CommandArguments(json, files);
  }
}

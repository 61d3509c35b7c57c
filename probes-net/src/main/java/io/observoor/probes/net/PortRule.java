package io.observoor.probes.net;

import io.observoor.api.batch.ClientType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One line of {@code ports.txt}.
 *
 * @param client the client that uses the ports
 * @param label the use of the ports
 * @param transport the transport of the ports
 * @param defaults the ports if the command line has none of the flags
 * @param flags flags whose value is the port; the first of them that the command line has counts
 */
record PortRule(
    ClientType client,
    PortLabel label,
    Transport transport,
    List<Integer> defaults,
    List<Flag> flags) {

  /**
   * A flag whose value is a port, or determines one.
   *
   * @param name without the dashes
   * @param offset added to the value to get the port
   */
  record Flag(String name, int offset) {
    static Flag parse(String text) {
      int plus = text.indexOf('+');
      String name = plus < 0 ? text : text.substring(0, plus);
      return new Flag(
          CommandLine.withoutDashes(name),
          plus < 0 ? 0 : Integer.parseInt(text.substring(plus + 1)));
    }
  }

  /** Parses a line that is neither empty nor a comment. */
  static PortRule parse(String line) {
    String[] fields = line.strip().split("\\s+", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "ports.txt: a rule has five fields (client, label, transport, ports, flags): " + line);
    }
    return new PortRule(
        ClientType.valueOf(fields[0].toUpperCase(Locale.ROOT)),
        PortLabel.valueOf(fields[1].toUpperCase(Locale.ROOT)),
        Transport.valueOf(fields[2].toUpperCase(Locale.ROOT)),
        list(fields[3], ",").map(Integer::valueOf).toList(),
        list(fields[4], "\\|").map(Flag::parse).toList());
  }

  private static Stream<String> list(String field, String separator) {
    return field.equals("-") ? Stream.empty() : Arrays.stream(field.split(separator, -1));
  }

  /** Returns the port that the command line's flags give, if any. */
  OptionalInt port(CommandLine commandLine) {
    for (Flag flag : flags) {
      OptionalInt value = commandLine.number(flag.name());
      if (value.isPresent() && LabeledPort.isPort(value.getAsInt() + flag.offset())) {
        return OptionalInt.of(value.getAsInt() + flag.offset());
      }
    }
    return OptionalInt.empty();
  }
}

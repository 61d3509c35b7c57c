package io.observoor.agent.discovery;

import static java.util.Map.entry;

import io.observoor.api.batch.ClientType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Recognizes the known clients by the name of their process and by their command line. */
final class Clients {
  /** The bytes that the kernel keeps of a process name: TASK_COMM_LEN of linux/sched.h minus 1. */
  static final int COMM_LENGTH = 15;

  private static final String SUFFIX = "-binary";

  /** The clients by process name, in the order of the log. */
  private static final Map<String, ClientType> BY_NAME = new LinkedHashMap<>();

  static {
    Stream.of(
            entry("geth", ClientType.GETH),
            entry("reth", ClientType.RETH),
            entry("besu", ClientType.BESU),
            entry("nethermind", ClientType.NETHERMIND),
            entry("erigon", ClientType.ERIGON),
            entry("ethrex", ClientType.ETHREX),
            entry("lighthouse", ClientType.LIGHTHOUSE),
            entry("prysm", ClientType.PRYSM),
            entry("beacon-chain", ClientType.PRYSM),
            entry("validator", ClientType.PRYSM),
            entry("teku", ClientType.TEKU),
            entry("lodestar", ClientType.LODESTAR),
            entry("nimbus", ClientType.NIMBUS),
            entry("nimbus_beacon_n", ClientType.NIMBUS),
            entry("grandine", ClientType.GRANDINE))
        .forEach(client -> BY_NAME.put(client.getKey(), client.getValue()));
  }

  /** Runtimes are tracked only if their command line names a client. */
  private static final List<String> RUNTIMES = List.of("java", "dotnet", "node", "MainThread");

  /** The names that are searched in a command line; the first that occurs decides. */
  private static final List<String> IN_COMMAND_LINE =
      List.of(
          "teku",
          "besu",
          "lodestar",
          "nimbus",
          "grandine",
          "ethrex",
          "lighthouse",
          "prysm",
          "beacon-chain",
          "nethermind",
          "erigon",
          "reth",
          "geth");

  private Clients() {}

  /** The process names that are tracked by default, runtimes included. */
  static List<String> defaultNames() {
    return Stream.concat(BY_NAME.keySet().stream(), RUNTIMES.stream()).toList();
  }

  /** Whether a process of this name may run a client or any other program. */
  static boolean isRuntime(String comm) {
    return RUNTIMES.contains(comm);
  }

  /** Finds the client that the process name identifies. */
  static Optional<ClientType> byName(String comm) {
    String name = comm.endsWith(SUFFIX) ? comm.substring(0, comm.length() - SUFFIX.length()) : comm;
    ClientType exact = BY_NAME.get(name);
    if (exact != null || comm.length() < COMM_LENGTH) {
      return Optional.ofNullable(exact);
    }
    return BY_NAME.entrySet().stream()
        .filter(entry -> asComm(entry.getKey() + SUFFIX).equals(comm))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * Finds the client that a command line names. The name must begin a word: "together" in the
   * arguments of a Java program is not geth.
   */
  static ClientType byCommandLine(String commandLine) {
    String text = commandLine.toLowerCase(Locale.ROOT);
    return IN_COMMAND_LINE.stream()
        .filter(name -> beginsWord(text, name))
        .map(BY_NAME::get)
        .findFirst()
        .orElse(ClientType.UNKNOWN);
  }

  private static boolean beginsWord(String text, String name) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (at == 0 || !Character.isLetter(text.charAt(at - 1))) {
        return true;
      }
    }
    return false;
  }

  /** Cuts a program's name as the kernel does. */
  static String asComm(String name) {
    return name.length() <= COMM_LENGTH ? name : name.substring(0, COMM_LENGTH);
  }

  /** The names of a program's process in /proc: with and without the suffix of a wrapped binary. */
  static List<String> comms(String name) {
    return List.of(asComm(name), asComm(name + SUFFIX));
  }
}

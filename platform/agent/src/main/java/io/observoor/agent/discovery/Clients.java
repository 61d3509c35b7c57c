package io.observoor.agent.discovery;

import io.observoor.api.batch.ClientType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the known clients are called: by the name of their process, and in their command line. */
final class Clients {
  /**
   * The kernel keeps so many bytes of a process's name (TASK_COMM_LEN of linux/sched.h, less the
   * final zero).
   */
  static final int COMM_LENGTH = 15;

  private static final String SUFFIX = "-binary";

  /** Names under which a client's process can only be this client. */
  private static final Map<String, ClientType> BY_NAME =
      Map.ofEntries(
          Map.entry("geth", ClientType.GETH),
          Map.entry("reth", ClientType.RETH),
          Map.entry("besu", ClientType.BESU),
          Map.entry("nethermind", ClientType.NETHERMIND),
          Map.entry("erigon", ClientType.ERIGON),
          Map.entry("ethrex", ClientType.ETHREX),
          Map.entry("lighthouse", ClientType.LIGHTHOUSE),
          Map.entry("prysm", ClientType.PRYSM),
          Map.entry("beacon-chain", ClientType.PRYSM),
          Map.entry("validator", ClientType.PRYSM),
          Map.entry("teku", ClientType.TEKU),
          Map.entry("lodestar", ClientType.LODESTAR),
          Map.entry("nimbus", ClientType.NIMBUS),
          Map.entry("nimbus_beacon_n", ClientType.NIMBUS),
          Map.entry("grandine", ClientType.GRANDINE));

  /**
   * Runtimes that run clients and much else: they are tracked only if their command line names a
   * client.
   */
  private static final Set<String> RUNTIMES = Set.of("java", "dotnet", "node", "MainThread");

  /** What a command line is searched for, in this order: the first that occurs decides. */
  private static final Map<String, ClientType> BY_COMMAND_LINE = new LinkedHashMap<>();

  static {
    BY_COMMAND_LINE.put("teku", ClientType.TEKU);
    BY_COMMAND_LINE.put("besu", ClientType.BESU);
    BY_COMMAND_LINE.put("lodestar", ClientType.LODESTAR);
    BY_COMMAND_LINE.put("nimbus", ClientType.NIMBUS);
    BY_COMMAND_LINE.put("grandine", ClientType.GRANDINE);
    BY_COMMAND_LINE.put("ethrex", ClientType.ETHREX);
    BY_COMMAND_LINE.put("lighthouse", ClientType.LIGHTHOUSE);
    BY_COMMAND_LINE.put("prysm", ClientType.PRYSM);
    BY_COMMAND_LINE.put("beacon-chain", ClientType.PRYSM);
    BY_COMMAND_LINE.put("nethermind", ClientType.NETHERMIND);
    BY_COMMAND_LINE.put("erigon", ClientType.ERIGON);
    BY_COMMAND_LINE.put("reth", ClientType.RETH);
    BY_COMMAND_LINE.put("geth", ClientType.GETH);
  }

  private Clients() {}

  /** The names that are tracked where the user names none, runtimes included. */
  static List<String> defaultNames() {
    return List.of(
        "geth",
        "reth",
        "besu",
        "nethermind",
        "erigon",
        "ethrex",
        "lighthouse",
        "prysm",
        "beacon-chain",
        "validator",
        "teku",
        "lodestar",
        "nimbus",
        "nimbus_beacon_n",
        "grandine",
        "java",
        "dotnet",
        "node",
        "MainThread");
  }

  /** True for a program that runs clients and much else. */
  static boolean isRuntime(String comm) {
    return RUNTIMES.contains(comm);
  }

  /** The client that a process of this name is, if the name says it. */
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
   * The client that a command line names. The name must begin where a word begins: a Java program
   * with "together" in its arguments is no geth.
   */
  static ClientType byCommandLine(String commandLine) {
    String text = commandLine.toLowerCase(Locale.ROOT);
    return BY_COMMAND_LINE.entrySet().stream()
        .filter(entry -> containsWord(text, entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(ClientType.UNKNOWN);
  }

  private static boolean containsWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at == 0 || !Character.isLetter(text.charAt(at - 1))) {
        return true;
      }
    }
    return false;
  }

  /** A program's name as the kernel shortens it. */
  static String asComm(String name) {
    return name.length() <= COMM_LENGTH ? name : name.substring(0, COMM_LENGTH);
  }

  /**
   * The names that a program's process can have in /proc: with and without the suffix of a wrapped
   * binary.
   */
  static List<String> comms(String name) {
    return List.of(asComm(name), asComm(name + SUFFIX));
  }
}

package io.observoor.agent.discovery;

import io.observoor.api.batch.ClientType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides which processes are tracked, and as which client. Immutable.
 *
 * <p>The reference tracks every process named java, dotnet, node or MainThread; we track these only
 * if their command line names a client or the user named the runtime, so that unrelated services,
 * and this agent, are not tracked.
 */
public final class TrackingRules {
  private final List<String> names;
  private final Set<String> comms = new HashSet<>();
  private final boolean defaults;

  private TrackingRules(Collection<String> names, boolean defaults) {
    this.names = List.copyOf(names);
    this.defaults = defaults;
    names.forEach(name -> comms.addAll(Clients.comms(name)));
  }

  /** Tracks the known clients. */
  public static TrackingRules knownClients() {
    return new TrackingRules(Clients.defaultNames(), true);
  }

  /** Tracks every process with one of these names; none if there is no name. */
  public static TrackingRules of(Collection<String> names) {
    return new TrackingRules(names, false);
  }

  /** The process names to find. */
  public List<String> names() {
    return names;
  }

  /**
   * Returns the client that a process is tracked as.
   *
   * @param comm its name in /proc
   * @param commandLine read only if the name does not decide
   * @return empty if the process is not tracked
   */
  Optional<ClientType> match(String comm, Supplier<String> commandLine) {
    if (!comms.contains(comm)) {
      return Optional.empty();
    }
    ClientType client = client(comm, commandLine);
    boolean unrelated = defaults && Clients.isRuntime(comm) && client == ClientType.UNKNOWN;
    return unrelated ? Optional.empty() : Optional.of(client);
  }

  /**
   * Returns the client of each name, as /proc shows it, that is tracked whatever the command line
   * is; {@link ClientType#UNKNOWN} if only the command line identifies the client.
   */
  Map<String, ClientType> clientsByName() {
    return comms.stream()
        .filter(comm -> !defaults || !Clients.isRuntime(comm))
        .collect(
            Collectors.toMap(
                comm -> comm, comm -> Clients.byName(comm).orElse(ClientType.UNKNOWN)));
  }

  /** Identifies the client of a process, tracked or not. */
  static ClientType client(String comm, Supplier<String> commandLine) {
    return Clients.byName(comm).orElseGet(() -> Clients.byCommandLine(commandLine.get()));
  }
}

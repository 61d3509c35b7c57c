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
 * <p>The reference tracks every process named java, dotnet, node or MainThread; we track those only
 * if their command line names a client (or the user named the runtime), so that an unrelated
 * service, and this agent, stay out.
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

  /** Tracks processes of these names, whatever they run. Without any name it tracks none. */
  public static TrackingRules of(Collection<String> names) {
    return new TrackingRules(names, false);
  }

  /** The names that are looked for. */
  public List<String> names() {
    return names;
  }

  /**
   * Whether a process is tracked.
   *
   * @param comm its name in /proc
   * @param commandLine asked for only when the name does not decide
   * @return as which client, or nothing if it is not tracked
   */
  Optional<ClientType> match(String comm, Supplier<String> commandLine) {
    if (!comms.contains(comm)) {
      return Optional.empty();
    }
    ClientType client = client(comm, commandLine);
    boolean strangersRuntime = defaults && Clients.isRuntime(comm) && client == ClientType.UNKNOWN;
    return strangersRuntime ? Optional.empty() : Optional.of(client);
  }

  /**
   * The names at which a process is tracked whatever its command line is, as /proc shows them, and
   * as which client: {@link ClientType#UNKNOWN} where only the command line tells.
   */
  Map<String, ClientType> clientsByName() {
    return comms.stream()
        .filter(comm -> !defaults || !Clients.isRuntime(comm))
        .collect(
            Collectors.toMap(
                comm -> comm, comm -> Clients.byName(comm).orElse(ClientType.UNKNOWN)));
  }

  /** The client that a process is, tracked or not. */
  static ClientType client(String comm, Supplier<String> commandLine) {
    return Clients.byName(comm).orElseGet(() -> Clients.byCommandLine(commandLine.get()));
  }
}

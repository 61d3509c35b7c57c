package io.observoor.agent.configuration;

import io.observoor.agent.slots.NetworkPreset;
import io.observoor.agent.slots.SlotClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A valid configuration, defaults included. Immutable; its {@code toString} shows no secret. The
 * comments in {@link ConfigurationKeys} say what the keys mean.
 */
public final class AgentConfiguration {
  /** The sink that writes Parquet files; its directory is the data directory. */
  public static final String PARQUET = SinkKeys.PARQUET;

  final Settings settings;
  private final List<String> warnings;

  AgentConfiguration(Settings settings, List<String> warnings) {
    this.settings = settings;
    this.warnings = List.copyOf(warnings);
  }

  /** One line for each key without effect. */
  public List<String> warnings() {
    return warnings;
  }

  /** The log level that the file sets. */
  public Optional<String> logLevel() {
    return settings.find(ConfigurationKeys.LOG_LEVEL);
  }

  /** The agent's name in every row. */
  public String metaClientName() {
    return settings.get(ConfigurationKeys.META_CLIENT_NAME);
  }

  /** The network's name in every row. */
  public String metaNetworkName() {
    return settings.get(ConfigurationKeys.META_NETWORK_NAME);
  }

  /** How slots are counted; empty if only a beacon node knows. */
  public Optional<SlotClock> slots() {
    if (settings.isSet(ConfigurationKeys.GENESIS_TIME)) {
      return Optional.of(
          new SlotClock(
              settings.get(ConfigurationKeys.GENESIS_TIME),
              Math.toIntExact(settings.get(ConfigurationKeys.SECONDS_PER_SLOT))));
    }
    return settings
        .find(ConfigurationKeys.NETWORK)
        .or(() -> settings.find(ConfigurationKeys.META_NETWORK_NAME))
        .flatMap(NetworkPreset::of)
        .map(NetworkPreset::clock);
  }

  /** The names of the processes to track; empty for the known clients. */
  public List<String> processNames() {
    return settings.get(ConfigurationKeys.PROCESS_NAMES);
  }

  /** How often the names of all processes are read again. */
  public Duration fullScanInterval() {
    return settings.get(ConfigurationKeys.SYNC_POLL_INTERVAL);
  }

  /** The bytes of all ring buffers together; 0 for the kernel side's choice. */
  public long ringBufferBytes() {
    return settings.find(ConfigurationKeys.RING_BUFFER_SIZE).orElse(0L);
  }

  /** The event groups that are never loaded. */
  public Set<String> disabledGroups() {
    return settings.names("probes").stream()
        .filter(group -> !settings.get(ConfigurationKeys.GROUP_ENABLED, group))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The hook kinds that no probe uses. */
  public Set<String> disabledHooks() {
    return Set.copyOf(settings.get(ConfigurationKeys.DISABLED_HOOKS));
  }

  /** The address of /metrics and /healthz. */
  public ListenAddress healthAddress() {
    return settings.get(ConfigurationKeys.HEALTH_ADDRESS);
  }

  /** The spool's directory; empty if it is in the data directory. */
  public Optional<Path> spoolDirectory() {
    return settings.find(ConfigurationKeys.SPOOL_DIRECTORY).map(Path::of);
  }

  /** The spool's retention limit in bytes. */
  public long spoolMaximumBytes() {
    return settings.get(ConfigurationKeys.SPOOL_MAX_BYTES);
  }

  /** The length of a window. */
  public Duration interval() {
    return settings.get(ConfigurationKeys.INTERVAL);
  }

  /** Whether windows are cut at slot boundaries. */
  public boolean slotAligned() {
    return settings.get(ConfigurationKeys.SLOT_ALIGNED);
  }

  /** The dimensions that rows do not have, by the names that probes declare. */
  public List<String> disabledDimensions() {
    return ConfigurationKeys.INCLUDED_DIMENSIONS.stream()
        .filter(key -> !settings.get(key))
        .map(key -> key.path().substring(ConfigurationKeys.DIMENSIONS.length()))
        .toList();
  }

  /** The sampling rules by event; the first, named default, is for events without their own. */
  public Map<String, SamplingRule> sampling() {
    return Collections.unmodifiableMap(SamplingRule.all(settings));
  }

  /** Whether /proc is read when a window closes. */
  public boolean collectProcessSnapshots() {
    return settings.get(ConfigurationKeys.COLLECT_PROCESS_SNAPSHOTS);
  }

  /** Whether a shell can attach to the agent. */
  public boolean shellEnabled() {
    return settings.get(ConfigurationKeys.SHELL_ENABLED);
  }

  /** The shell's socket; empty if it is in the data directory. */
  public Optional<Path> shellSocket() {
    return settings.find(ConfigurationKeys.SHELL_SOCKET).map(Path::of);
  }

  /** The data directory. */
  public Path dataDirectory() {
    return Path.of(settings.get(SinkKeys.PARQUET_DIRECTORY));
  }

  /** The names of the sinks that are active from the start. */
  public Set<String> enabledSinks() {
    Set<String> enabled = new TreeSet<>();
    if (!settings.get(ConfigurationKeys.AGGREGATED_ENABLED)) {
      return enabled;
    }
    if (settings.get(SinkKeys.CLICKHOUSE_ENABLED)) {
      enabled.add(SinkKeys.CLICKHOUSE);
    }
    if (settings.get(SinkKeys.HTTP_ENABLED)) {
      enabled.add(SinkKeys.HTTP);
    }
    boolean mentioned = settings.sectionPosition("sinks.aggregated.parquet").isPresent();
    if (settings.find(SinkKeys.PARQUET_ENABLED).orElse(mentioned || enabled.isEmpty())) {
      enabled.add(SinkKeys.PARQUET);
    }
    return Collections.unmodifiableSet(enabled);
  }

  /** The OSGi configurations of the sinks that can be active, by sink; secrets stay wrapped. */
  public Map<String, Map<String, Object>> sinks() {
    Set<String> described = new LinkedHashSet<>();
    described.add(SinkKeys.PARQUET);
    if (!settings.get(SinkKeys.CLICKHOUSE_ENDPOINT).isEmpty()) {
      described.add(SinkKeys.CLICKHOUSE);
    }
    if (!settings.get(SinkKeys.HTTP_ADDRESS).isEmpty()) {
      described.add(SinkKeys.HTTP);
    }
    Map<String, Map<String, Object>> sinks = new LinkedHashMap<>();
    described.forEach(sink -> sinks.put(sink, SinkKeys.properties(settings, sink)));
    return sinks;
  }

  /** The keys that another configuration sets differently, except those of the sinks. */
  public List<String> differences(AgentConfiguration other) {
    return settings.differences(other.settings);
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}

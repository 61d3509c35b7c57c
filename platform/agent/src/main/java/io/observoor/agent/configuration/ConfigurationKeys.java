package io.observoor.agent.configuration;

import static io.observoor.agent.configuration.Key.lasting;
import static io.observoor.agent.configuration.Key.positive;
import static io.observoor.agent.configuration.ValueType.DURATION;
import static io.observoor.agent.configuration.ValueType.FLAG;
import static io.observoor.agent.configuration.ValueType.LISTEN_ADDRESS;
import static io.observoor.agent.configuration.ValueType.NUMBER;
import static io.observoor.agent.configuration.ValueType.SECRET;
import static io.observoor.agent.configuration.ValueType.SIZE;
import static io.observoor.agent.configuration.ValueType.TEXT;
import static io.observoor.agent.configuration.ValueType.TEXTS;
import static io.observoor.agent.configuration.ValueType.WHOLE;
import static io.observoor.agent.configuration.ValueType.oneOf;

import io.observoor.agent.slots.NetworkPreset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The keys of the configuration file except those of the sinks ({@link SinkKeys}). Names and
 * defaults are the reference's unless a comment says that a key is ours.
 */
final class ConfigurationKeys {
  /** The longest window: the column interval_ms is an unsigned 16-bit number. */
  private static final Duration LONGEST_INTERVAL = Duration.ofMillis(65_535);

  private static final List<Key<?>> DECLARED = new ArrayList<>();

  /** The least severe messages that are logged; info if absent. */
  static final Key<String> LOG_LEVEL =
      key("log_level", oneOf("trace", "debug", "info", "warn", "error"));

  static final Key<String> META_CLIENT_NAME =
      key("meta_client_name", TEXT)
          .required("The name of this agent in every row.")
          .must(name -> !name.isBlank(), "a name, not an empty text");

  static final Key<String> META_NETWORK_NAME =
      key("meta_network_name", TEXT)
          .required("The name of the network in every row.")
          .must(name -> !name.isBlank(), "a name, not an empty text");

  /** The preset for counting slots; by default the one of meta_network_name. Ours. */
  static final Key<String> NETWORK =
      key("network", oneOf(NetworkPreset.names().toArray(String[]::new)));

  /** The start of slot 0 in seconds since 1970, instead of a preset. Ours. */
  static final Key<Long> GENESIS_TIME = key("genesis_time", WHOLE);

  /** Ours. */
  static final Key<Long> SECONDS_PER_SLOT =
      positive(key("seconds_per_slot", WHOLE))
          .must(seconds -> seconds <= 3600, "at most an hour (3600)");

  static final Key<Secret> BEACON_ENDPOINT =
      key("beacon.endpoint", SECRET)
          .unsupported("the beacon node (beacon.endpoint)", endpoint -> !endpoint.isEmpty());

  static final Key<Duration> BEACON_TIMEOUT =
      lasting(key("beacon.timeout", DURATION).orElse(Duration.ofSeconds(10)));

  /** How often all process names are read again. */
  static final Key<Duration> SYNC_POLL_INTERVAL =
      lasting(key("sync_poll_interval", DURATION).orElse(Duration.ofSeconds(30)));

  /** Processes to track; by default the known clients. */
  static final Key<List<String>> PROCESS_NAMES = key("pid.process_names", TEXTS).orElse(List.of());

  private static final String CGROUPS = "tracking by cgroup (pid.cgroup_path, pid.cgroup_paths)";

  static final Key<String> CGROUP_PATH =
      key("pid.cgroup_path", TEXT).orElse("").unsupported(CGROUPS, path -> !path.isEmpty());

  static final Key<List<String>> CGROUP_PATHS =
      key("pid.cgroup_paths", TEXTS)
          .orElse(List.of())
          .unsupported(CGROUPS, paths -> !paths.isEmpty());

  /** The bytes of all ring buffers together; by default the kernel side's choice. */
  static final Key<Long> RING_BUFFER_SIZE =
      positive(key("ring_buffer_size", SIZE))
          .must(bytes -> bytes <= 0xFFFF_FFFFL, "less than 4 GiB");

  /** False: the programs of the group are never loaded. */
  static final Key<Boolean> GROUP_ENABLED = key("probes.<probe group>.enabled", FLAG).orElse(true);

  /** Hook kinds that no probe uses. Ours. */
  static final Key<List<String>> DISABLED_HOOKS =
      key("hooks.disabled", new ValueType.Texts("kind of hook", ReferenceNames.HOOKS))
          .orElse(List.of());

  /** The address of /metrics and /healthz; an empty text serves neither. */
  static final Key<ListenAddress> HEALTH_ADDRESS =
      key("health.addr", LISTEN_ADDRESS).orElse(new ListenAddress("", 9090));

  /** By default DATA/spool. Ours. */
  static final Key<String> SPOOL_DIRECTORY =
      key("spool.directory", TEXT).must(path -> !path.isBlank(), "a directory, not an empty text");

  /** The spool's retention limit. Ours. */
  static final Key<Long> SPOOL_MAX_BYTES =
      key("spool.max_bytes", SIZE)
          .orElse(1L << 30)
          .must(bytes -> bytes >= 1L << 20, "at least 1MiB");

  /** Whether a shell can attach. Ours. */
  static final Key<Boolean> SHELL_ENABLED = key("shell.enabled", FLAG).orElse(true);

  /** By default DATA/shell.sock. Ours. */
  static final Key<String> SHELL_SOCKET =
      key("shell.socket", TEXT).must(path -> !path.isBlank(), "a path, not an empty text");

  /** False: no sink is started. */
  static final Key<Boolean> AGGREGATED_ENABLED = key("sinks.aggregated.enabled", FLAG).orElse(true);

  /** The length of a window. */
  static final Key<Duration> INTERVAL =
      windowLength(
          lasting(
              key("sinks.aggregated.resolution.interval", DURATION).orElse(Duration.ofSeconds(1))));

  /** Whether windows are cut at slot boundaries. */
  static final Key<Boolean> SLOT_ALIGNED =
      key("sinks.aggregated.resolution.slot_aligned", FLAG).orElse(true);

  static final Key<Duration> SYNC_STATE_POLL_INTERVAL =
      lasting(
              key("sinks.aggregated.resolution.sync_state_poll_interval", DURATION)
                  .orElse(Duration.ofSeconds(12)))
          .unsupported("the table sync_state (sync_state_poll_interval)", interval -> true);

  static final Key<Duration> HOST_SPECS_POLL_INTERVAL =
      lasting(
              key("sinks.aggregated.resolution.host_specs_poll_interval", DURATION)
                  .orElse(Duration.ofHours(24)))
          .unsupported("the table host_specs (host_specs_poll_interval)", interval -> true);

  static final Key<List<String>> OVERRIDE_METRICS =
      key(
              "sinks.aggregated.resolution.overrides[].metrics",
              new ValueType.Texts("metric", ReferenceNames.METRICS))
          .required("The metrics of this interval.")
          .must(metrics -> !metrics.isEmpty(), "a list with at least one metric")
          .unsupported(
              "a slower interval for some metrics (resolution.overrides)", metrics -> true);

  static final Key<Duration> OVERRIDE_INTERVAL =
      windowLength(
          key("sinks.aggregated.resolution.overrides[].interval", DURATION)
              .required("The interval of these metrics."));

  /** The path of the dimensions' keys; what follows is the name that probes declare. */
  static final String DIMENSIONS = "sinks.aggregated.dimensions.";

  static final Key<Boolean> INCLUDE_DIRECTION =
      key(DIMENSIONS + "network.include_direction", FLAG).orElse(true);

  static final List<Key<Boolean>> INCLUDED_DIMENSIONS =
      List.of(
          key(DIMENSIONS + "network.include_port", FLAG).orElse(true),
          INCLUDE_DIRECTION,
          key(DIMENSIONS + "disk.include_device", FLAG).orElse(true),
          key(DIMENSIONS + "disk.include_rw", FLAG).orElse(true));

  private static final ValueType<String> MODES = oneOf("none", "probability", "nth");

  static final Key<String> SAMPLING_MODE =
      key("sinks.aggregated.sampling.default.mode", MODES).orElse("none");

  static final Key<Double> SAMPLING_RATE =
      key("sinks.aggregated.sampling.default.rate", NUMBER).orElse(1.0);

  static final Key<String> EVENT_SAMPLING_MODE =
      key("sinks.aggregated.sampling.events.<event>.mode", MODES).orElse("none");

  static final Key<Double> EVENT_SAMPLING_RATE =
      key("sinks.aggregated.sampling.events.<event>.rate", NUMBER).orElse(1.0);

  /** Whether memory, I/O, descriptors and scheduling of processes are read from /proc. */
  static final Key<Boolean> COLLECT_PROCESS_SNAPSHOTS =
      key("sinks.aggregated.collect_process_snapshots", FLAG).orElse(true);

  /** The names allowed for a {@code <noun>} of a path; any name for a noun without an entry. */
  static final Map<String, Collection<String>> NAMES =
      Map.of("probe group", ReferenceNames.GROUPS, "event", ReferenceNames.EVENTS);

  private ConfigurationKeys() {}

  private static <T> Key<T> key(String path, ValueType<T> type) {
    Key<T> key = new Key<>(path, type);
    DECLARED.add(key);
    return key;
  }

  private static Key<Duration> windowLength(Key<Duration> key) {
    return key.must(
        length -> length.compareTo(LONGEST_INTERVAL) <= 0,
        "at most 65535ms (the limit of the column interval_ms)");
  }

  /** Every key, the sinks' included. */
  static List<Key<?>> all() {
    return Stream.concat(DECLARED.stream(), SinkKeys.all().stream()).toList();
  }
}

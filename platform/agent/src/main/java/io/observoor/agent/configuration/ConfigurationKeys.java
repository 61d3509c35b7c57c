package io.observoor.agent.configuration;

import static io.observoor.agent.configuration.Key.lasting;
import static io.observoor.agent.configuration.Key.optional;
import static io.observoor.agent.configuration.Key.positive;
import static io.observoor.agent.configuration.Key.required;
import static io.observoor.agent.configuration.Key.withDefault;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All keys of the configuration file except those of the sinks ({@link SinkKeys}): path, type,
 * default, constraint and meaning. Names and defaults are the reference's unless a key says that it
 * is ours.
 */
final class ConfigurationKeys {
  /** The longest window: the column interval_ms is an unsigned 16-bit number. */
  static final Duration LONGEST_INTERVAL = Duration.ofMillis(65_535);

  static final Key<String> LOG_LEVEL =
      withDefault(
          "log_level",
          oneOf("trace", "debug", "info", "warn", "error"),
          "info",
          "The least important messages that are logged.");

  static final Key<String> META_CLIENT_NAME =
      required("meta_client_name", TEXT, "The name of this agent in every row.")
          .must(name -> !name.isBlank(), "a name, not an empty text");
  static final Key<String> META_NETWORK_NAME =
      required("meta_network_name", TEXT, "The name of the network in every row.")
          .must(name -> !name.isBlank(), "a name, not an empty text");

  /** Ours. */
  static final Key<String> NETWORK =
      optional(
          "network",
          oneOf(NetworkPreset.names().toArray(String[]::new)),
          "The built-in preset that slots are counted by; by default the one of meta_network_name.");

  /** Ours. */
  static final Key<Long> GENESIS_TIME =
      optional(
          "genesis_time", WHOLE, "Start of slot 0 in seconds since 1970, in place of a preset.");

  /** Ours. */
  static final Key<Long> SECONDS_PER_SLOT =
      positive(optional("seconds_per_slot", WHOLE, "Length of a slot, in place of a preset."))
          .must(seconds -> seconds <= 3600, "an hour (3600) at most");

  static final Key<Secret> BEACON_ENDPOINT =
      optional("beacon.endpoint", SECRET, "Address of the beacon node's API.")
          .pending("the beacon node (beacon.endpoint)", endpoint -> !endpoint.isEmpty());
  static final Key<Duration> BEACON_TIMEOUT =
      lasting(
          withDefault(
              "beacon.timeout", DURATION, Duration.ofSeconds(10), "How long a request may take."));
  static final Key<Duration> SYNC_POLL_INTERVAL =
      lasting(
          withDefault(
              "sync_poll_interval",
              DURATION,
              Duration.ofSeconds(30),
              "How often the whole process list is read again and the beacon node is asked."));

  static final Key<List<String>> PROCESS_NAMES =
      withDefault(
          "pid.process_names", TEXTS, List.of(), "Processes to track; by default the clients'.");
  static final Key<String> CGROUP_PATH =
      withDefault("pid.cgroup_path", TEXT, "", "A cgroup whose processes are tracked.")
          .pending(
              "tracking by cgroup (pid.cgroup_path, pid.cgroup_paths)", path -> !path.isEmpty());
  static final Key<List<String>> CGROUP_PATHS =
      withDefault("pid.cgroup_paths", TEXTS, List.of(), "Cgroups whose processes are tracked.")
          .pending(
              "tracking by cgroup (pid.cgroup_path, pid.cgroup_paths)", paths -> !paths.isEmpty());

  /**
   * The reference's own default of 4 MiB holds where a file names it; ours grows with the machine.
   */
  static final Key<Long> RING_BUFFER_SIZE =
      positive(optional("ring_buffer_size", SIZE, "Bytes that the ring buffers of all CPUs share."))
          .must(bytes -> bytes <= 0xFFFF_FFFFL, "below 4 GiB");

  static final Key<Boolean> GROUP_ENABLED =
      withDefault("probes.<probe group>.enabled", FLAG, true, "False: the group is never loaded.");

  /** Ours. */
  static final Key<List<String>> DISABLED_HOOKS =
      withDefault(
          "hooks.disabled",
          new ValueType.Texts("kind of hook", ReferenceNames.HOOKS),
          List.of(),
          "Kinds of BPF programs that are not loaded; each event's next alternative serves it.");

  static final Key<ListenAddress> HEALTH_ADDRESS =
      withDefault(
          "health.addr",
          LISTEN_ADDRESS,
          new ListenAddress("", 9090),
          "Where /metrics and /healthz are served; an empty text: nowhere.");

  /** Ours. */
  static final Key<String> SPOOL_DIRECTORY =
      optional("spool.directory", TEXT, "Where closed windows wait; by default DATA/spool.")
          .must(path -> !path.isBlank(), "a directory, not an empty text");

  /** Ours. */
  static final Key<Long> SPOOL_MAX_BYTES =
      withDefault(
              "spool.max_bytes",
              SIZE,
              1L << 30,
              "Size at which the oldest waiting window is given up.")
          .must(bytes -> bytes >= 1L << 20, "1MiB at least");

  static final Key<Boolean> AGGREGATED_ENABLED =
      withDefault("sinks.aggregated.enabled", FLAG, true, "False: no rows are written at all.");
  static final Key<Duration> INTERVAL =
      lasting(
              withDefault(
                  "sinks.aggregated.resolution.interval",
                  DURATION,
                  Duration.ofSeconds(1),
                  "Length of a window."))
          .must(
              interval -> interval.compareTo(LONGEST_INTERVAL) <= 0,
              "65535ms at most (the column interval_ms holds no more)");
  static final Key<Boolean> SLOT_ALIGNED =
      withDefault(
          "sinks.aggregated.resolution.slot_aligned", FLAG, true, "Cut windows at slot starts.");
  static final Key<Duration> SYNC_STATE_POLL_INTERVAL =
      lasting(
              withDefault(
                  "sinks.aggregated.resolution.sync_state_poll_interval",
                  DURATION,
                  Duration.ofSeconds(12),
                  "How often a row of sync_state is written."))
          .pending("the table sync_state (sync_state_poll_interval)", interval -> true);
  static final Key<Duration> HOST_SPECS_POLL_INTERVAL =
      lasting(
              withDefault(
                  "sinks.aggregated.resolution.host_specs_poll_interval",
                  DURATION,
                  Duration.ofHours(24),
                  "How often a row of host_specs is written."))
          .pending("the table host_specs (host_specs_poll_interval)", interval -> true);

  private static final String OVERRIDES =
      "a slower interval for some metrics (resolution.overrides)";

  static final Key<List<String>> OVERRIDE_METRICS =
      required(
              "sinks.aggregated.resolution.overrides[].metrics",
              new ValueType.Texts("metric", ReferenceNames.METRICS),
              "Metrics with an interval of their own.")
          .must(metrics -> !metrics.isEmpty(), "a list with one metric at least")
          .pending(OVERRIDES, metrics -> true);
  static final Key<Duration> OVERRIDE_INTERVAL =
      required("sinks.aggregated.resolution.overrides[].interval", DURATION, "Their interval.")
          .must(
              interval -> interval.compareTo(LONGEST_INTERVAL) <= 0,
              "65535ms at most (the column interval_ms holds no more)");

  static final Key<Boolean> INCLUDE_PORT =
      withDefault(
          "sinks.aggregated.dimensions.network.include_port", FLAG, true, "Rows for each port.");
  static final Key<Boolean> INCLUDE_DIRECTION =
      withDefault(
          "sinks.aggregated.dimensions.network.include_direction",
          FLAG,
          true,
          "Rows for each direction.");
  static final Key<Boolean> INCLUDE_DEVICE =
      withDefault(
          "sinks.aggregated.dimensions.disk.include_device", FLAG, true, "Rows for each device.");
  static final Key<Boolean> INCLUDE_RW =
      withDefault(
          "sinks.aggregated.dimensions.disk.include_rw",
          FLAG,
          true,
          "Rows for reads and for writes.");

  private static final ValueType<String> MODES = oneOf("none", "probability", "nth");

  static final Key<String> SAMPLING_MODE =
      withDefault(
          "sinks.aggregated.sampling.default.mode", MODES, "none", "How events are chosen.");
  static final Key<Double> SAMPLING_RATE =
      withDefault("sinks.aggregated.sampling.default.rate", NUMBER, 1.0, "The share that is kept.");
  static final Key<String> EVENT_SAMPLING_MODE =
      withDefault("sinks.aggregated.sampling.events.<event>.mode", MODES, "none", "For one event.");
  static final Key<Double> EVENT_SAMPLING_RATE =
      withDefault("sinks.aggregated.sampling.events.<event>.rate", NUMBER, 1.0, "For one event.");

  static final Key<Boolean> COLLECT_PROCESS_SNAPSHOTS =
      withDefault(
          "sinks.aggregated.collect_process_snapshots",
          FLAG,
          true,
          "Read memory, I/O, descriptors and scheduling of each process at a window's end.");

  /** Every key, in the order in which the documentation lists them. */
  static final List<Key<?>> ALL =
      Stream.of(
              List.<Key<?>>of(
                  LOG_LEVEL,
                  META_CLIENT_NAME,
                  META_NETWORK_NAME,
                  NETWORK,
                  GENESIS_TIME,
                  SECONDS_PER_SLOT,
                  BEACON_ENDPOINT,
                  BEACON_TIMEOUT,
                  SYNC_POLL_INTERVAL,
                  PROCESS_NAMES,
                  CGROUP_PATH,
                  CGROUP_PATHS,
                  RING_BUFFER_SIZE,
                  GROUP_ENABLED,
                  DISABLED_HOOKS,
                  HEALTH_ADDRESS,
                  SPOOL_DIRECTORY,
                  SPOOL_MAX_BYTES,
                  AGGREGATED_ENABLED,
                  INTERVAL,
                  SLOT_ALIGNED,
                  SYNC_STATE_POLL_INTERVAL,
                  HOST_SPECS_POLL_INTERVAL,
                  OVERRIDE_METRICS,
                  OVERRIDE_INTERVAL,
                  INCLUDE_PORT,
                  INCLUDE_DIRECTION,
                  INCLUDE_DEVICE,
                  INCLUDE_RW,
                  SAMPLING_MODE,
                  SAMPLING_RATE,
                  EVENT_SAMPLING_MODE,
                  EVENT_SAMPLING_RATE,
                  COLLECT_PROCESS_SNAPSHOTS),
              SinkKeys.ALL,
              ShellKeys.ALL)
          .flatMap(List::stream)
          .toList();

  /**
   * The names that may stand for a {@code <noun>} of a path; any name for a noun that is not here.
   */
  static final Map<String, Collection<String>> NAMES =
      Map.of("probe group", ReferenceNames.GROUPS, "event", ReferenceNames.EVENTS);

  private ConfigurationKeys() {}
}

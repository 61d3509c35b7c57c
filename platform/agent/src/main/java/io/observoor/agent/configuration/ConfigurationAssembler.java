package io.observoor.agent.configuration;

import io.observoor.agent.configuration.AgentConfiguration.Aggregation;
import io.observoor.agent.configuration.AgentConfiguration.Beacon;
import io.observoor.agent.configuration.AgentConfiguration.ClickHouse;
import io.observoor.agent.configuration.AgentConfiguration.Dimensions;
import io.observoor.agent.configuration.AgentConfiguration.Http;
import io.observoor.agent.configuration.AgentConfiguration.Login;
import io.observoor.agent.configuration.AgentConfiguration.Parquet;
import io.observoor.agent.configuration.AgentConfiguration.Processes;
import io.observoor.agent.configuration.AgentConfiguration.Shell;
import io.observoor.agent.configuration.AgentConfiguration.Sinks;
import io.observoor.agent.configuration.AgentConfiguration.Spool;
import io.observoor.agent.configuration.AgentConfiguration.Tables;
import io.observoor.agent.configuration.AgentConfiguration.Tls;
import io.observoor.agent.slots.NetworkPreset;
import io.observoor.agent.slots.SlotClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Settings that broke no rule, as the records that the agent works with. */
final class ConfigurationAssembler {
  /** The kernel side's own default, which depends on the CPUs. */
  private static final long DEFAULT_RING_BYTES = 0;

  private final Settings settings;

  private ConfigurationAssembler(Settings settings) {
    this.settings = settings;
  }

  static AgentConfiguration assemble(Settings settings) {
    return new ConfigurationAssembler(settings).assemble();
  }

  private AgentConfiguration assemble() {
    return new AgentConfiguration(
        get(ConfigurationKeys.LOG_LEVEL),
        get(ConfigurationKeys.META_CLIENT_NAME),
        get(ConfigurationKeys.META_NETWORK_NAME),
        slots(),
        new Beacon(
            settings.find(ConfigurationKeys.BEACON_ENDPOINT).orElse(Secret.NONE),
            get(ConfigurationKeys.BEACON_TIMEOUT),
            get(ConfigurationKeys.SYNC_POLL_INTERVAL)),
        new Processes(
            get(ConfigurationKeys.PROCESS_NAMES),
            cgroups(),
            get(ConfigurationKeys.SYNC_POLL_INTERVAL)),
        settings.find(ConfigurationKeys.RING_BUFFER_SIZE).orElse(DEFAULT_RING_BYTES),
        disabledGroups(),
        Set.copyOf(get(ConfigurationKeys.DISABLED_HOOKS)),
        get(ConfigurationKeys.HEALTH_ADDRESS),
        new Spool(
            settings.find(ConfigurationKeys.SPOOL_DIRECTORY).map(Path::of),
            get(ConfigurationKeys.SPOOL_MAX_BYTES)),
        aggregation(),
        sinks(),
        new Shell(get(ShellKeys.ENABLED), settings.find(ShellKeys.SOCKET).map(Path::of)));
  }

  private Optional<SlotClock> slots() {
    if (settings.isSet(ConfigurationKeys.GENESIS_TIME)) {
      return Optional.of(
          new SlotClock(
              get(ConfigurationKeys.GENESIS_TIME),
              Math.toIntExact(get(ConfigurationKeys.SECONDS_PER_SLOT))));
    }
    return settings
        .find(ConfigurationKeys.NETWORK)
        .or(() -> settings.find(ConfigurationKeys.META_NETWORK_NAME))
        .flatMap(NetworkPreset::of)
        .map(NetworkPreset::clock);
  }

  private List<String> cgroups() {
    List<String> cgroups = new ArrayList<>(get(ConfigurationKeys.CGROUP_PATHS));
    String single = get(ConfigurationKeys.CGROUP_PATH);
    if (!single.isEmpty()) {
      cgroups.addFirst(single);
    }
    return List.copyOf(cgroups);
  }

  private Set<String> disabledGroups() {
    Set<String> disabled = new LinkedHashSet<>();
    for (String group : settings.names("probes")) {
      if (!settings.get(ConfigurationKeys.GROUP_ENABLED, group)) {
        disabled.add(group);
      }
    }
    return Set.copyOf(disabled);
  }

  private Aggregation aggregation() {
    List<AgentConfiguration.SlowerInterval> overrides = new ArrayList<>();
    for (String number : settings.names("sinks.aggregated.resolution.overrides")) {
      overrides.add(
          new AgentConfiguration.SlowerInterval(
              settings.get(ConfigurationKeys.OVERRIDE_METRICS, number),
              settings.get(ConfigurationKeys.OVERRIDE_INTERVAL, number)));
    }
    return new Aggregation(
        get(ConfigurationKeys.INTERVAL),
        get(ConfigurationKeys.SLOT_ALIGNED),
        List.copyOf(overrides),
        new Dimensions(
            get(ConfigurationKeys.INCLUDE_PORT),
            get(ConfigurationKeys.INCLUDE_DIRECTION),
            get(ConfigurationKeys.INCLUDE_DEVICE),
            get(ConfigurationKeys.INCLUDE_RW)),
        Samplings.common(settings),
        Map.copyOf(Samplings.own(settings)),
        get(ConfigurationKeys.SYNC_STATE_POLL_INTERVAL),
        get(ConfigurationKeys.HOST_SPECS_POLL_INTERVAL),
        get(ConfigurationKeys.COLLECT_PROCESS_SNAPSHOTS));
  }

  private Sinks sinks() {
    Optional<ClickHouse> clickHouse =
        get(SinkKeys.CLICKHOUSE_ENDPOINT).isEmpty() ? Optional.empty() : Optional.of(clickHouse());
    Optional<Http> http =
        get(SinkKeys.HTTP_ADDRESS).isEmpty() ? Optional.empty() : Optional.of(http());
    return new Sinks(enabledSinks(), parquet(), clickHouse, http);
  }

  private Set<String> enabledSinks() {
    Set<String> enabled = new TreeSet<>();
    if (!get(ConfigurationKeys.AGGREGATED_ENABLED)) {
      return enabled;
    }
    if (get(SinkKeys.CLICKHOUSE_ENABLED)) {
      enabled.add(Sinks.CLICKHOUSE);
    }
    if (get(SinkKeys.HTTP_ENABLED)) {
      enabled.add(Sinks.HTTP);
    }
    boolean mentioned = settings.sectionPosition("sinks.aggregated.parquet").isPresent();
    if (settings.find(SinkKeys.PARQUET_ENABLED).orElse(mentioned || enabled.isEmpty())) {
      enabled.add(Sinks.PARQUET);
    }
    return Collections.unmodifiableSet(enabled);
  }

  private Parquet parquet() {
    return new Parquet(
        Path.of(get(SinkKeys.PARQUET_DIRECTORY)),
        get(SinkKeys.PARQUET_ROLL_INTERVAL),
        get(SinkKeys.PARQUET_ROLL_SIZE),
        Math.toIntExact(get(SinkKeys.PARQUET_COMPRESSION_LEVEL)));
  }

  private ClickHouse clickHouse() {
    return new ClickHouse(
        get(SinkKeys.CLICKHOUSE_ENDPOINT),
        get(SinkKeys.CLICKHOUSE_DATABASE),
        get(SinkKeys.CLICKHOUSE_BATCH_SIZE),
        get(SinkKeys.CLICKHOUSE_FLUSH_INTERVAL),
        new Login(
            get(SinkKeys.CLICKHOUSE_USERNAME),
            get(SinkKeys.CLICKHOUSE_PASSWORD),
            get(SinkKeys.CLICKHOUSE_ACCESS_TOKEN)),
        new Tls(
            file(SinkKeys.CLICKHOUSE_CA_FILE),
            file(SinkKeys.CLICKHOUSE_CERTIFICATE_FILE),
            file(SinkKeys.CLICKHOUSE_KEY_FILE)),
        get(SinkKeys.CLICKHOUSE_COMPRESSION),
        get(SinkKeys.CLICKHOUSE_WORKERS),
        get(SinkKeys.CLICKHOUSE_TIMEOUT),
        new Tables(
            get(SinkKeys.CLICKHOUSE_MIGRATIONS),
            get(SinkKeys.CLICKHOUSE_CLUSTER),
            settings.find(SinkKeys.CLICKHOUSE_TTL)));
  }

  private Optional<Path> file(Key<String> key) {
    return Optional.of(get(key)).filter(path -> !path.isEmpty()).map(Path::of);
  }

  private Http http() {
    Map<String, Secret> headers = new LinkedHashMap<>();
    for (String name : settings.names("sinks.aggregated.http.headers")) {
      settings.find(SinkKeys.HTTP_HEADER, name).ifPresent(value -> headers.put(name, value));
    }
    return new Http(
        get(SinkKeys.HTTP_ADDRESS),
        Map.copyOf(headers),
        get(SinkKeys.HTTP_COMPRESSION),
        get(SinkKeys.HTTP_BATCH_SIZE),
        get(SinkKeys.HTTP_BATCH_TIMEOUT),
        get(SinkKeys.HTTP_EXPORT_TIMEOUT),
        get(SinkKeys.HTTP_QUEUE_SIZE),
        get(SinkKeys.HTTP_WORKERS),
        get(SinkKeys.HTTP_KEEP_ALIVE));
  }

  private <T> T get(Key<T> key) {
    return settings.get(key);
  }
}

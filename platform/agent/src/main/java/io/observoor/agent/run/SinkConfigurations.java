package io.observoor.agent.run;

import io.observoor.agent.configuration.AgentConfiguration.ClickHouse;
import io.observoor.agent.configuration.AgentConfiguration.Http;
import io.observoor.agent.configuration.AgentConfiguration.Parquet;
import io.observoor.agent.configuration.AgentConfiguration.Sinks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration file says of each sink, as the properties of an OSGi configuration. Those
 * whose names begin with a dot hold what nobody else may see: declarative services do not make them
 * properties of a service.
 */
final class SinkConfigurations {
  /** The service property by which delivery knows whether a sink runs or stands by. */
  private static final String ENABLED = "enabled";

  private SinkConfigurations() {}

  /**
   * The sinks that are described, by name, with their properties.
   *
   * @param running the names of those that run; the others stand by
   */
  static Map<String, Map<String, Object>> of(Plan plan, Collection<String> running) {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    all.put(Sinks.PARQUET, parquet(plan.parquet()));
    Sinks sinks = plan.configuration().sinks();
    Path quarantine = plan.data().resolve("quarantine");
    sinks.clickHouse().ifPresent(it -> all.put(Sinks.CLICKHOUSE, clickHouse(it, quarantine)));
    sinks.http().ifPresent(it -> all.put(Sinks.HTTP, http(it, quarantine)));
    all.forEach((name, values) -> values.put(ENABLED, running.contains(name)));
    return all;
  }

  private static Map<String, Object> parquet(Parquet parquet) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("directory", parquet.directory().toString());
    values.put("rollSeconds", Math.toIntExact(parquet.rollInterval().toSeconds()));
    values.put("rollBytes", parquet.rollBytes());
    values.put("compressionLevel", parquet.compressionLevel());
    return values;
  }

  private static Map<String, Object> clickHouse(ClickHouse clickHouse, Path quarantine) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(".endpoint", clickHouse.endpoint().reveal());
    values.put("database", clickHouse.database());
    values.put("batchRows", clickHouse.batchSize());
    values.put("flushMillis", clickHouse.flushInterval().toMillis());
    values.put("username", clickHouse.login().username());
    values.put(".password", clickHouse.login().password().reveal());
    values.put(".accessToken", clickHouse.login().accessToken().reveal());
    values.put("authorityFile", text(clickHouse.tls().authority()));
    values.put("certificateFile", text(clickHouse.tls().certificate()));
    values.put("keyFile", text(clickHouse.tls().key()));
    values.put("compression", clickHouse.compression());
    values.put("workers", clickHouse.workers());
    values.put("timeoutMillis", clickHouse.timeout().toMillis());
    values.put("makeTables", clickHouse.tables().made());
    values.put("cluster", clickHouse.tables().cluster());
    values.put("ttlSeconds", clickHouse.tables().timeToLive().map(Duration::toSeconds).orElse(0L));
    values.put("quarantineDirectory", quarantine.toString());
    return values;
  }

  private static Map<String, Object> http(Http http, Path quarantine) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(".address", http.address().reveal());
    values.put(
        ".headers",
        http.headers().entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue().reveal())
            .toArray(String[]::new));
    values.put("compression", http.compression());
    values.put("batchRows", http.batchSize());
    values.put("batchMillis", http.batchTimeout().toMillis());
    values.put("timeoutMillis", http.exportTimeout().toMillis());
    values.put("queueRows", http.queueSize());
    values.put("workers", http.workers());
    values.put("keepAlive", http.keepAlive());
    values.put("quarantineDirectory", quarantine.toString());
    return values;
  }

  private static String text(Optional<Path> path) {
    return path.map(it -> it.toAbsolutePath().toString()).orElse("");
  }
}

package io.observoor.agent.run;

import io.observoor.agent.configuration.AgentConfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The parts of a configuration that a running agent does not change. */
final class RestartKeys {
  private static final Map<String, Function<Plan, Object>> PARTS = new LinkedHashMap<>();

  static {
    part("log_level", AgentConfiguration::logLevel);
    part("meta_client_name", AgentConfiguration::metaClientName);
    part("meta_network_name", AgentConfiguration::metaNetworkName);
    part("network, genesis_time, seconds_per_slot", AgentConfiguration::slots);
    part("beacon", AgentConfiguration::beacon);
    part("pid", AgentConfiguration::processes);
    part("ring_buffer_size", AgentConfiguration::ringBufferBytes);
    part("probes", AgentConfiguration::disabledGroups);
    part("hooks", AgentConfiguration::disabledHooks);
    part("health.addr", AgentConfiguration::healthAddress);
    part("spool", AgentConfiguration::spool);
    part("sinks.aggregated.{resolution, dimensions, sampling}", AgentConfiguration::aggregation);
    PARTS.put("sinks.aggregated.parquet.directory", Plan::data);
  }

  private RestartKeys() {}

  private static void part(String keys, Function<AgentConfiguration, Object> value) {
    PARTS.put(keys, plan -> value.apply(plan.configuration()));
  }

  /** Those that differ. */
  static List<String> changed(Plan before, Plan after) {
    return PARTS.entrySet().stream()
        .filter(part -> !part.getValue().apply(before).equals(part.getValue().apply(after)))
        .map(Map.Entry::getKey)
        .toList();
  }
}

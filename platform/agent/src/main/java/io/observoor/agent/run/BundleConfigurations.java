package io.observoor.agent.run;

import io.observoor.agent.configuration.AgentConfiguration;
import io.observoor.agent.configuration.AgentConfiguration.Aggregation;
import io.observoor.agent.configuration.AgentConfiguration.Dimensions;
import io.observoor.agent.configuration.AgentConfiguration.SamplingRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The plan as OSGi configurations. Each bundle starts its work when its configuration arrives, so
 * nothing runs before the plan is known to be right.
 */
final class BundleConfigurations {
  /** Any bundle may read the configuration, whatever its location. */
  private static final String ANY_LOCATION = "?";

  private final ConfigurationAdmin admin;

  BundleConfigurations(ConfigurationAdmin admin) {
    this.admin = admin;
  }

  /** What a run needs: sinks first, so that batches find them. */
  void forRun(Plan plan) throws IOException {
    sinks(plan, plan.sinks());
    put(
        "io.observoor.probes.process",
        Map.of("enabled", plan.configuration().aggregation().collectProcessSnapshots()));
    delivery(
        plan.spool(),
        plan.configuration().spool().maximumBytes(),
        plan.sinks().stream().sorted().toList());
    pipeline(plan);
    kernel(plan.configuration());
    shell(plan);
  }

  /** What a sink does from now on. */
  void sink(String name, Map<String, Object> values) throws IOException {
    put("io.observoor.sinks." + name, values);
  }

  /** What a look at the kernel needs: no sink, and a spool that is thrown away. */
  void forCheck(Plan plan, Path spool) throws IOException {
    delivery(spool, plan.configuration().spool().maximumBytes(), List.of());
    pipeline(plan);
    kernel(plan.configuration());
  }

  /** What a look at the tables of sinks needs: sinks that stand by, and nothing else. */
  void forMigrate(Plan plan) throws IOException {
    sinks(plan, List.of());
  }

  private void sinks(Plan plan, Collection<String> running) throws IOException {
    for (Map.Entry<String, Map<String, Object>> sink :
        SinkConfigurations.of(plan, running).entrySet()) {
      sink(sink.getKey(), sink.getValue());
    }
  }

  private void delivery(Path spool, long maximumBytes, List<String> sinks) throws IOException {
    put(
        "io.observoor.delivery",
        Map.of(
            "directory", spool.toString(),
            "maximumBytes", maximumBytes,
            "sinks", sinks.toArray(String[]::new)));
  }

  private void pipeline(Plan plan) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    var aggregation = plan.configuration().aggregation();
    values.put("intervalMillis", Math.toIntExact(aggregation.interval().toMillis()));
    values.put("slotAligned", aggregation.slotAligned());
    values.put("genesisTimeSeconds", plan.slots().genesisSeconds());
    values.put("secondsPerSlot", plan.slots().secondsPerSlot());
    values.put("metaClientName", plan.configuration().metaClientName());
    values.put("metaNetworkName", plan.network());
    values.put("disabledDimensions", disabled(aggregation.dimensions()).toArray(String[]::new));
    put("io.observoor.pipeline", values);
  }

  /** By the name of the option in the section {@code dimensions}, as probes declare it. */
  private static List<String> disabled(Dimensions dimensions) {
    Map<String, Boolean> options = new LinkedHashMap<>();
    options.put("network.include_port", dimensions.port());
    options.put("network.include_direction", dimensions.direction());
    options.put("disk.include_device", dimensions.device());
    options.put("disk.include_rw", dimensions.readWrite());
    return options.keySet().stream().filter(option -> !options.get(option)).toList();
  }

  private void kernel(AgentConfiguration configuration) throws IOException {
    put(
        "io.observoor.kernel",
        Map.of(
            "ringBufferBytes", configuration.ringBufferBytes(),
            "disabledGroups", configuration.disabledGroups().toArray(String[]::new),
            "disabledHooks", configuration.disabledHooks().toArray(String[]::new),
            "sampling", sampling(configuration.aggregation()).toArray(String[]::new)));
  }

  /** Each rule as {@code EVENT=MODE:RATE}. */
  private static List<String> sampling(Aggregation aggregation) {
    List<String> rules = new ArrayList<>();
    rules.add(rule("default", aggregation.defaultSampling()));
    aggregation.eventSampling().forEach((event, rule) -> rules.add(rule(event, rule)));
    return rules;
  }

  private static String rule(String event, SamplingRule rule) {
    return event + "=" + rule.mode() + ":" + rule.rate();
  }

  private void shell(Plan plan) throws IOException {
    put(
        "io.observoor.shell",
        Map.of(
            "enabled", plan.configuration().shell().enabled(),
            "socket", AgentSocket.of(plan).toString(),
            "source", plan.source(),
            "genesisTimeSeconds", plan.slots().genesisSeconds(),
            "secondsPerSlot", plan.slots().secondsPerSlot()));
  }

  private void put(String pid, Map<String, Object> values) throws IOException {
    admin.getConfiguration(pid, ANY_LOCATION).update(FrameworkUtil.asDictionary(values));
  }
}

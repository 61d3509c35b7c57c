package io.observoor.agent.run;

import io.observoor.agent.configuration.AgentConfiguration;
import io.observoor.agent.configuration.ConfigurationLoader;
import io.observoor.agent.configuration.InvalidConfigurationException;
import io.observoor.agent.discovery.TrackingRules;
import io.observoor.agent.slots.NetworkPreset;
import io.observoor.agent.slots.SlotClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one run of the agent does: the configuration, overridden by the options.
 *
 * @param options the command line
 * @param configuration of the file, or the built-in one
 * @param file the configuration file, absolute; empty for the built-in configuration
 * @param network the name of the network in every row
 * @param slots how slots are counted
 * @param rules what is tracked
 * @param data the data directory, absolute
 * @param spool the spool's directory, absolute
 * @param enabledSinks the names of the sinks that are active from the start
 */
public record RunConfiguration(
    Options options,
    AgentConfiguration configuration,
    Optional<Path> file,
    String network,
    SlotClock slots,
    TrackingRules rules,
    Path data,
    Path spool,
    Set<String> enabledSinks) {
  private static final Path SYSTEM_WIDE = Path.of("/etc/observoor/config.yaml");

  /** In the demo the first file appears after 5 s. */
  private static final long DEMO_ROLL_SECONDS = 5;

  /**
   * Reads the configuration for these options.
   *
   * @throws InvalidConfigurationException if the file is invalid
   * @throws WrongUseException if an option is invalid
   * @throws CannotRunException if this version cannot do what is asked
   */
  public static RunConfiguration read(Options options)
      throws InvalidConfigurationException, WrongUseException, CannotRunException {
    Optional<Path> file = options.config().or(() -> Optional.of(SYSTEM_WIDE).filter(Files::exists));
    AgentConfiguration configuration =
        file.isPresent() ? ConfigurationLoader.load(file.get()) : ConfigurationLoader.builtIn();
    Path data = absolute(options.data().orElse(configuration.dataDirectory()));
    return new RunConfiguration(
        options,
        configuration,
        file.map(RunConfiguration::absolute),
        file.isPresent() ? configuration.metaNetworkName() : options.network().orElse("mainnet"),
        slots(options, configuration),
        rules(options, configuration),
        data,
        configuration
            .spoolDirectory()
            .map(RunConfiguration::absolute)
            .orElse(data.resolve("spool")),
        enabledSinks(options, configuration));
  }

  /** The source of the configuration, for messages. */
  public String source() {
    return file.map(Path::toString).orElse("the built-in default");
  }

  /**
   * Returns the OSGi configurations of the sinks that can be active, by sink; secrets stay wrapped.
   *
   * @param data the data directory
   */
  public Map<String, Map<String, Object>> sinks(Path data) {
    Map<String, Map<String, Object>> sinks = configuration.sinks();
    sinks.forEach(
        (name, properties) -> {
          if (!name.equals(AgentConfiguration.PARQUET)) {
            properties.put("quarantineDirectory", data.resolve("quarantine").toString());
          } else {
            properties.put("directory", data.toString());
            if (options.demo()) {
              properties.put("rollSeconds", DEMO_ROLL_SECONDS);
            }
          }
        });
    return sinks;
  }

  private static Set<String> enabledSinks(Options options, AgentConfiguration configuration)
      throws CannotRunException {
    Set<String> enabled = configuration.enabledSinks();
    if (!enabled.isEmpty() || !options.command().equals(Options.RUN)) {
      return enabled;
    }
    if (options.data().isEmpty()) {
      throw new CannotRunException(
          "no sink is enabled: set sinks.aggregated.enabled and sinks.aggregated.parquet.enabled to"
              + " true, or give --data DIR for Parquet files");
    }
    return Set.of(AgentConfiguration.PARQUET);
  }

  private static SlotClock slots(Options options, AgentConfiguration configuration)
      throws WrongUseException, CannotRunException {
    if (options.network().isPresent()) {
      String network = options.network().get();
      return NetworkPreset.of(network)
          .map(NetworkPreset::clock)
          .orElseThrow(
              () ->
                  new WrongUseException(
                      "--network "
                          + network
                          + " is not known: give one of "
                          + String.join(", ", NetworkPreset.names())
                          + ", or genesis_time and seconds_per_slot in a configuration file"));
    }
    if (options.command().equals(Options.MIGRATE)) {
      // tables have no slots
      return new SlotClock(0, 1);
    }
    return configuration
        .slots()
        .orElseThrow(
            () ->
                new CannotRunException(
                    "the slots of network '"
                        + configuration.metaNetworkName()
                        + "' are not known, and this version does not ask the beacon node: set"
                        + " network, or genesis_time and seconds_per_slot, or give --network"
                        + " NAME"));
  }

  private static TrackingRules rules(Options options, AgentConfiguration configuration) {
    if (!options.processes().isEmpty() || !options.pids().isEmpty()) {
      return TrackingRules.of(options.processes());
    }
    return configuration.processNames().isEmpty()
        ? TrackingRules.knownClients()
        : TrackingRules.of(configuration.processNames());
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}

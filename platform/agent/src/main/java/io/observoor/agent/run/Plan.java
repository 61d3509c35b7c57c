package io.observoor.agent.run;

import io.observoor.agent.configuration.AgentConfiguration;
import io.observoor.agent.configuration.AgentConfiguration.Parquet;
import io.observoor.agent.configuration.AgentConfiguration.Sinks;
import io.observoor.agent.configuration.ConfigurationLoader;
import io.observoor.agent.configuration.ConfigurationLoader.Loaded;
import io.observoor.agent.configuration.InvalidConfigurationException;
import io.observoor.agent.discovery.TrackingRules;
import io.observoor.agent.slots.NetworkPreset;
import io.observoor.agent.slots.SlotClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run does: the configuration, with the command line's options over it.
 *
 * @param options the command line
 * @param configuration the file's, or the built-in one
 * @param source where the configuration comes from, for people
 * @param warnings what the user should know about it, one line each
 * @param network the name of the network in every row
 * @param slots how slots are counted
 * @param rules what is tracked
 * @param data the data directory, absolute
 * @param spool the spool's directory, absolute
 * @param parquet the Parquet sink, its directory being the data directory
 * @param sinks the names of the sinks that run
 */
public record Plan(
    Options options,
    AgentConfiguration configuration,
    String source,
    List<String> warnings,
    String network,
    SlotClock slots,
    TrackingRules rules,
    Path data,
    Path spool,
    Parquet parquet,
    Set<String> sinks) {

  private static final Path SYSTEM_WIDE = Path.of("/etc/observoor/config.yaml");
  private static final String BUILT_IN = "the built-in default";

  /** A newcomer should not wait a minute for the first file. */
  private static final Duration DEMO_ROLL = Duration.ofSeconds(5);

  /**
   * Makes the plan.
   *
   * @throws InvalidConfigurationException if the file is wrong
   * @throws WrongUseException if an option is
   * @throws CannotRunException if this version cannot do what is asked
   */
  static Plan make(Options options)
      throws InvalidConfigurationException, WrongUseException, CannotRunException {
    Optional<Path> file = options.config().or(() -> Optional.of(SYSTEM_WIDE).filter(Files::exists));
    Loaded loaded =
        file.isPresent() ? ConfigurationLoader.load(file.get()) : ConfigurationLoader.builtIn();
    AgentConfiguration configuration = loaded.configuration();
    Parquet parquet = parquet(options, configuration);
    Path data = absolute(parquet.directory());
    return new Plan(
        options,
        configuration,
        file.map(path -> absolute(path).toString()).orElse(BUILT_IN),
        loaded.warnings(),
        file.isPresent() ? configuration.metaNetworkName() : options.network().orElse("mainnet"),
        slots(options, configuration),
        rules(options, configuration),
        data,
        configuration.spool().directory().map(Plan::absolute).orElse(data.resolve("spool")),
        parquet,
        sinks(options, configuration));
  }

  /** True if there is no configuration file. */
  boolean isBuiltIn() {
    return source.equals(BUILT_IN);
  }

  /** The configuration file, if there is one. */
  Optional<Path> file() {
    return isBuiltIn() ? Optional.empty() : Optional.of(Path.of(source));
  }

  /** The same, but where its data are this other one says. */
  Plan in(Plan other) {
    return new Plan(
        options,
        configuration,
        source,
        warnings,
        network,
        slots,
        rules,
        other.data,
        other.spool,
        new Parquet(
            other.parquet.directory(),
            parquet.rollInterval(),
            parquet.rollBytes(),
            parquet.compressionLevel()),
        sinks);
  }

  private static Parquet parquet(Options options, AgentConfiguration configuration) {
    Parquet configured = configuration.sinks().parquet();
    return new Parquet(
        absolute(options.data().orElse(configured.directory())),
        options.demo() ? DEMO_ROLL : configured.rollInterval(),
        configured.rollBytes(),
        configured.compressionLevel());
  }

  private static Set<String> sinks(Options options, AgentConfiguration configuration)
      throws CannotRunException {
    Set<String> enabled = configuration.sinks().enabled();
    if (!enabled.isEmpty() || !options.command().equals(Options.RUN)) {
      return enabled;
    }
    if (options.data().isEmpty()) {
      throw new CannotRunException(
          "no sink is enabled: set sinks.aggregated.enabled and sinks.aggregated.parquet.enabled to"
              + " true, or give --data DIR for Parquet files");
    }
    return Set.of(Sinks.PARQUET);
  }

  private static SlotClock slots(Options options, AgentConfiguration configuration)
      throws WrongUseException, CannotRunException {
    if (options.network().isPresent()) {
      return NetworkPreset.of(options.network().get())
          .map(NetworkPreset::clock)
          .orElseThrow(
              () ->
                  new WrongUseException(
                      "--network "
                          + options.network().get()
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
                        + "' are not known, and this version does not ask the beacon node yet: set"
                        + " network, or genesis_time and seconds_per_slot, or give --network"
                        + " NAME"));
  }

  private static TrackingRules rules(Options options, AgentConfiguration configuration) {
    if (!options.processes().isEmpty() || !options.pids().isEmpty()) {
      return TrackingRules.of(options.processes());
    }
    List<String> names = configuration.processes().names();
    return names.isEmpty() ? TrackingRules.knownClients() : TrackingRules.of(names);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}

package io.observoor.agent.configuration;

import io.observoor.agent.slots.SlotClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the user can set, with the defaults filled in. Immutable; its {@code toString}
 * shows no secret.
 *
 * @param logLevel trace, debug, info, warn or error
 * @param metaClientName the agent's name in every row
 * @param metaNetworkName the network's name in every row
 * @param slots how slots are counted; nothing if only a beacon node could say it
 * @param beacon the beacon node
 * @param processes what is tracked
 * @param ringBufferBytes what the ring buffers of all CPUs share; 0: as many as the kernel side
 *     thinks right for this machine
 * @param disabledGroups probe groups that are never loaded
 * @param disabledHooks kinds of BPF programs that are never loaded
 * @param healthAddress where metrics are served
 * @param spool where closed windows wait
 * @param aggregation how events become rows
 * @param sinks where rows go
 * @param shell how to attach to the agent
 */
public record AgentConfiguration(
    String logLevel,
    String metaClientName,
    String metaNetworkName,
    Optional<SlotClock> slots,
    Beacon beacon,
    Processes processes,
    long ringBufferBytes,
    Set<String> disabledGroups,
    Set<String> disabledHooks,
    ListenAddress healthAddress,
    Spool spool,
    Aggregation aggregation,
    Sinks sinks,
    Shell shell) {

  /**
   * The shell.
   *
   * @param enabled whether it can be attached to
   * @param socket where; nothing means that it is in the data directory
   */
  public record Shell(boolean enabled, Optional<Path> socket) {}

  /**
   * The beacon node.
   *
   * @param endpoint its address, or none
   * @param timeout of one request
   * @param syncPollInterval how often it is asked whether it is in sync
   */
  public record Beacon(Secret endpoint, Duration timeout, Duration syncPollInterval) {}

  /**
   * What is tracked.
   *
   * @param names process names; empty means the known clients'
   * @param cgroups cgroups
   * @param fullScanInterval how often even processes that are long known are looked at again
   */
  public record Processes(List<String> names, List<String> cgroups, Duration fullScanInterval) {}

  /**
   * The spool.
   *
   * @param directory its directory; nothing means that it is in the data directory
   * @param maximumBytes its bound
   */
  public record Spool(Optional<Path> directory, long maximumBytes) {}

  /**
   * How events become rows.
   *
   * @param interval length of a window
   * @param slotAligned windows are cut at slot starts
   * @param overrides metrics with a slower interval
   * @param dimensions what rows are told apart by
   * @param defaultSampling of events that have none of their own
   * @param eventSampling by event
   * @param syncStatePollInterval how often sync_state is written
   * @param hostSpecsPollInterval how often host_specs is written
   * @param collectProcessSnapshots read /proc at a window's end
   */
  public record Aggregation(
      Duration interval,
      boolean slotAligned,
      List<SlowerInterval> overrides,
      Dimensions dimensions,
      SamplingRule defaultSampling,
      Map<String, SamplingRule> eventSampling,
      Duration syncStatePollInterval,
      Duration hostSpecsPollInterval,
      boolean collectProcessSnapshots) {}

  /**
   * A slower interval.
   *
   * @param metrics for these
   * @param interval a multiple of the base interval
   */
  public record SlowerInterval(List<String> metrics, Duration interval) {}

  /**
   * What rows are told apart by.
   *
   * @param port network rows by port
   * @param direction network rows by direction
   * @param device disk rows by device
   * @param readWrite disk rows by read and write
   */
  public record Dimensions(boolean port, boolean direction, boolean device, boolean readWrite) {}

  /**
   * How events are chosen.
   *
   * @param mode none, probability or nth
   * @param rate the share that is kept
   */
  public record SamplingRule(String mode, double rate) {
    /** Every event is kept. */
    public static final SamplingRule ALL = new SamplingRule("none", 1.0);
  }

  /**
   * Where rows go. What is described but not enabled stands by, to be started from the shell.
   *
   * @param enabled the names of the sinks that run
   * @param parquet Parquet files
   * @param clickHouse a ClickHouse server, if the file names one
   * @param http an HTTP server, if the file names one
   */
  public record Sinks(
      Set<String> enabled, Parquet parquet, Optional<ClickHouse> clickHouse, Optional<Http> http) {
    /** The sink that writes Parquet files. */
    public static final String PARQUET = "parquet";

    /** The sink that writes to ClickHouse. */
    public static final String CLICKHOUSE = "clickhouse";

    /** The sink that posts to a server. */
    public static final String HTTP = "http";
  }

  /**
   * Parquet files.
   *
   * @param directory where the tables' directories are
   * @param rollInterval age at which a file is closed
   * @param rollBytes size at which a file is closed
   * @param compressionLevel of zstd
   */
  public record Parquet(
      Path directory, Duration rollInterval, long rollBytes, int compressionLevel) {}

  /**
   * A ClickHouse server.
   *
   * @param endpoint its address, or several with commas between them
   * @param database of the tables
   * @param batchSize rows of an insert
   * @param flushInterval age at which rows are inserted
   * @param login who the agent is there
   * @param tls what a secured connection needs
   * @param compression none, lz4 or zstd
   * @param workers inserts at the same time
   * @param timeout of one insert
   * @param tables who makes the tables, and how
   */
  public record ClickHouse(
      Secret endpoint,
      String database,
      long batchSize,
      Duration flushInterval,
      Login login,
      Tls tls,
      String compression,
      long workers,
      Duration timeout,
      Tables tables) {}

  /**
   * Who the agent is at a server.
   *
   * @param username user, may be empty
   * @param password password, may be empty
   * @param accessToken token instead of both, may be empty
   */
  public record Login(String username, Secret password, Secret accessToken) {}

  /**
   * What a secured connection needs.
   *
   * @param authority PEM file of the authority; nothing means those that the JVM trusts
   * @param certificate PEM file of the client's certificate
   * @param key PEM file of the client's private key
   */
  public record Tls(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {}

  /**
   * Who makes the tables of ClickHouse, and how.
   *
   * @param made whether the agent makes and changes them
   * @param cluster whether they are those of a cluster
   * @param timeToLive age at which rows are deleted
   */
  public record Tables(boolean made, boolean cluster, Optional<Duration> timeToLive) {}

  /**
   * An HTTP server.
   *
   * @param address its address
   * @param headers of each request
   * @param compression none, gzip, zstd, zlib or snappy
   * @param batchSize rows of a request
   * @param batchTimeout age at which rows are sent
   * @param exportTimeout of one request
   * @param queueSize rows that may wait
   * @param workers requests at the same time
   * @param keepAlive use connections again
   */
  public record Http(
      Secret address,
      Map<String, Secret> headers,
      String compression,
      long batchSize,
      Duration batchTimeout,
      Duration exportTimeout,
      long queueSize,
      long workers,
      boolean keepAlive) {}
}

package io.observoor.agent.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.agent.configuration.AgentConfiguration.SamplingRule;
import io.observoor.agent.configuration.ConfigurationLoader.Loaded;
import io.observoor.agent.slots.NetworkPreset;
import io.observoor.agent.slots.SlotClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are right, and what they mean. */
class ConfigurationLoaderTest {
  private static final String SMALLEST = "meta_client_name: a\nmeta_network_name: mainnet\n";

  @Test
  void readsEveryKeyOfTheReference() throws Exception {
    AgentConfiguration read = resource("reference.yaml").configuration();
    assertEquals("debug", read.logLevel());
    assertEquals("node-7", read.metaClientName());
    assertEquals("hoodi", read.metaNetworkName());
    assertEquals(Optional.of(NetworkPreset.HOODI.clock()), read.slots());
    assertEquals("http://localhost:5052", read.beacon().endpoint().reveal());
    assertEquals(Duration.ofSeconds(5), read.beacon().timeout());
    assertEquals(List.of("geth", "lighthouse"), read.processes().names());
    assertEquals(4_194_304, read.ringBufferBytes());
    assertEquals(Set.of("mem_compaction"), read.disabledGroups());
    var aggregation = read.aggregation();
    assertEquals(Duration.ofMillis(100), aggregation.interval());
    assertEquals(List.of("syscall_read", "net_io"), aggregation.overrides().getFirst().metrics());
    assertEquals(Duration.ofSeconds(12), aggregation.overrides().get(1).interval());
    assertFalse(aggregation.dimensions().readWrite());
    assertEquals(new SamplingRule("nth", 0.1), aggregation.eventSampling().get("net_tx"));
    assertEquals(SamplingRule.ALL, aggregation.defaultSampling());
    assertEquals(
        Set.of("clickhouse", "http"),
        read.sinks().enabled(),
        "a file for other sinks writes no Parquet files");
    assertEquals(
        "open sesame", read.sinks().clickHouse().orElseThrow().login().password().reveal());
    var http = read.sinks().http().orElseThrow();
    assertEquals("zstd", http.compression());
    assertEquals(2, http.workers());
    assertEquals("seven", http.headers().get("X-Site").reveal());
  }

  @Test
  void saysWhatIsNotBuiltOnceEach() throws Exception {
    List<String> warnings = resource("reference.yaml").warnings();
    String end = " is not built yet in this version: it is accepted and has no effect";
    assertEquals(
        List.of(
            "the beacon node (beacon.endpoint)" + end,
            "the table sync_state (sync_state_poll_interval)" + end,
            "the table host_specs (host_specs_poll_interval)" + end,
            "a slower interval for some metrics (resolution.overrides)" + end),
        warnings);
  }

  @Test
  void readsOurKeys() throws Exception {
    Loaded loaded = resource("ours.yaml");
    AgentConfiguration read = loaded.configuration();
    assertEquals(Optional.of(new SlotClock(1_700_000_000, 3)), read.slots());
    assertEquals(Optional.of(Path.of("/var/lib/observoor/spool")), read.spool().directory());
    assertEquals(2L << 30, read.spool().maximumBytes());
    assertEquals(Set.of("fentry", "perf_event"), read.disabledHooks());
    assertTrue(read.healthAddress().isNone());
    assertEquals(
        new AgentConfiguration.Parquet(
            Path.of("/var/lib/observoor"), Duration.ofSeconds(5), 16 << 20, 9),
        read.sinks().parquet());
    assertEquals(List.of(), loaded.warnings());
  }

  @Test
  void fillsInTheDefaults() throws Exception {
    AgentConfiguration read = ConfigurationLoader.load("file", SMALLEST).configuration();
    assertEquals("info", read.logLevel());
    assertEquals(Duration.ofSeconds(10), read.beacon().timeout());
    assertEquals(Duration.ofSeconds(1), read.aggregation().interval());
    assertTrue(read.aggregation().slotAligned());
    assertEquals(new ListenAddress("", 9090), read.healthAddress());
    assertEquals(Set.of(), read.disabledGroups());
    assertEquals(Set.of(), read.disabledHooks());
    assertEquals(0, read.ringBufferBytes(), "the kernel side's own default");
    assertEquals(Set.of("parquet"), read.sinks().enabled());
    var parquet = read.sinks().parquet();
    assertEquals(Path.of("./observoor-data"), parquet.directory());
    assertEquals(Duration.ofMinutes(1), parquet.rollInterval());
    assertEquals(128L << 20, parquet.rollBytes());
    assertEquals(3, parquet.compressionLevel());
    assertEquals(1L << 30, read.spool().maximumBytes());
  }

  @Test
  void worksWithoutAFile() {
    AgentConfiguration builtIn = ConfigurationLoader.builtIn().configuration();
    assertEquals("mainnet", builtIn.metaNetworkName());
    assertEquals(Optional.of(NetworkPreset.MAINNET.clock()), builtIn.slots());
    assertFalse(builtIn.metaClientName().isBlank());
    assertEquals(Set.of("parquet"), builtIn.sinks().enabled());
    assertTrue(builtIn.healthAddress().isNone());
  }

  @Test
  void leavesSlotsOpenWhereOnlyTheBeaconNodeKnowsThem() throws Exception {
    String text =
        "meta_client_name: a\nmeta_network_name: devnet\nbeacon: {endpoint: 'http://127.0.0.1:1'}\n";
    assertEquals(Optional.empty(), ConfigurationLoader.load("file", text).configuration().slots());
  }

  @Test
  void warnsOfAWakeUpProbeWithoutItsScheduler() throws Exception {
    String text =
        SMALLEST + "probes: {scheduler: {enabled: false}, scheduler_wakeup: {enabled: true}}\n";
    assertTrue(
        ConfigurationLoader.load("file", text)
            .warnings()
            .contains("probes.scheduler_wakeup has no effect while probes.scheduler is disabled"));
  }

  /** The 27 groups of the reference, as its documentation lists them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "syscall_read",
        "syscall_write",
        "syscall_futex",
        "syscall_mmap",
        "syscall_epoll_wait",
        "syscall_fsync",
        "syscall_fdatasync",
        "syscall_pwrite",
        "fd_open",
        "fd_close",
        "disk_io",
        "tcp_send",
        "tcp_recv",
        "udp_send",
        "udp_recv",
        "tcp_retransmit",
        "tcp_state",
        "scheduler",
        "scheduler_wakeup",
        "page_fault",
        "mem_reclaim",
        "mem_compaction",
        "swap_in",
        "swap_out",
        "oom_kill",
        "process_exit"
      })
  void switchesAGroupOff(String group) throws Exception {
    Loaded loaded =
        ConfigurationLoader.load(
            "file", SMALLEST + "probes: {" + group + ": {enabled: false}}\nhealth: {addr: ''}\n");
    assertEquals(Set.of(group), loaded.configuration().disabledGroups());
    assertEquals(ConfigurationLoader.load("file", SMALLEST).warnings(), loaded.warnings(), group);
  }

  @Test
  void switchesBlockMergesOffWithDiskRequests() throws Exception {
    String text = SMALLEST + "probes: {block_merge: {enabled: false}, disk_io: {enabled: false}}\n";
    assertEquals(
        Set.of("block_merge", "disk_io"),
        ConfigurationLoader.load("file", text).configuration().disabledGroups());
  }

  @Test
  void lessThanAllOfTcpCanBeOff() throws Exception {
    for (String off : List.of("tcp_send", "tcp_recv")) {
      String text = SMALLEST + "probes: {" + off + ": {enabled: false}}\n";
      assertEquals(
          Set.of(off), ConfigurationLoader.load("file", text).configuration().disabledGroups());
    }
    String none =
        SMALLEST
            + "probes: {tcp_send: {enabled: false}, tcp_recv: {enabled: false}, tcp_state: {enabled:"
            + " false}, tcp_retransmit: {enabled: false}}\n";
    assertEquals(4, ConfigurationLoader.load("file", none).configuration().disabledGroups().size());
  }

  @Test
  void directionsMayBeMergedWhereBothAreSampledAlike() throws Exception {
    String text =
        SMALLEST
            + "sinks: {aggregated: {dimensions: {network: {include_direction: false}}, sampling:"
            + " {default: {mode: nth, rate: 0.5}, events: {net_rx: {mode: nth, rate: 0.5}}}}}\n";
    AgentConfiguration read = ConfigurationLoader.load("file", text).configuration();
    assertFalse(read.aggregation().dimensions().direction());
  }

  @Test
  void showsNoSecret() throws Exception {
    String shown = resource("reference.yaml").toString();
    assertFalse(shown.contains("sesame"), shown);
    assertFalse(shown.contains("localhost:5052"), shown);
  }

  private static Loaded resource(String name) throws IOException, InvalidConfigurationException {
    try (InputStream resource = ConfigurationLoaderTest.class.getResourceAsStream(name)) {
      return ConfigurationLoader.load(
          name, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}

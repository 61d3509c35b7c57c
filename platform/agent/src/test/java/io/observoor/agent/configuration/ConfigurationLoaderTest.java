package io.observoor.agent.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.agent.slots.NetworkPreset;
import io.observoor.agent.slots.SlotClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid files and their values. */
class ConfigurationLoaderTest {
  private static final String SMALLEST = "meta_client_name: a\nmeta_network_name: mainnet\n";

  @Test
  void readsEveryKeyOfTheReference() throws Exception {
    AgentConfiguration read = resource("reference.yaml");
    assertEquals(Optional.of("debug"), read.logLevel());
    assertEquals("node-7", read.metaClientName());
    assertEquals("hoodi", read.metaNetworkName());
    assertEquals(Optional.of(NetworkPreset.HOODI.clock()), read.slots());
    assertEquals(
        "http://localhost:5052",
        read.settings.find(ConfigurationKeys.BEACON_ENDPOINT).orElseThrow().reveal());
    assertEquals(Duration.ofSeconds(5), read.settings.get(ConfigurationKeys.BEACON_TIMEOUT));
    assertEquals(List.of("geth", "lighthouse"), read.processNames());
    assertEquals(4_194_304, read.ringBufferBytes());
    assertEquals(Set.of("mem_compaction"), read.disabledGroups());
    assertEquals(Duration.ofMillis(100), read.interval());
    assertEquals(
        List.of("syscall_read", "net_io"),
        read.settings.get(ConfigurationKeys.OVERRIDE_METRICS, "0"));
    assertEquals(
        Duration.ofSeconds(12), read.settings.get(ConfigurationKeys.OVERRIDE_INTERVAL, "1"));
    assertEquals(List.of("disk.include_rw"), read.disabledDimensions());
    assertEquals(new SamplingRule("nth", 0.1), read.sampling().get("net_tx"));
    assertEquals(new SamplingRule("none", 1.0), read.sampling().get("default"));
    assertEquals(
        Set.of("clickhouse", "http"),
        read.enabledSinks(),
        "a file for other sinks writes no Parquet files");
    assertEquals(
        "open sesame", ((Secret) read.sinks().get("clickhouse").get(".password")).reveal());
    var http = read.sinks().get("http");
    assertEquals("zstd", http.get("compression"));
    assertEquals(2L, http.get("workers"));
    assertTrue(((List<?>) http.get(".headers")).contains(new Secret("X-Site: seven")));
  }

  @Test
  void warnsOnceOfEachPartThatIsNotImplemented() throws Exception {
    List<String> warnings = resource("reference.yaml").warnings();
    String end = " is not implemented in this version: the key is accepted and has no effect";
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
    AgentConfiguration read = resource("ours.yaml");
    assertEquals(Optional.of(new SlotClock(1_700_000_000, 3)), read.slots());
    assertEquals(Optional.of(Path.of("/var/lib/observoor/spool")), read.spoolDirectory());
    assertEquals(2L << 30, read.spoolMaximumBytes());
    assertEquals(Set.of("fentry", "perf_event"), read.disabledHooks());
    assertTrue(read.healthAddress().isNone());
    assertEquals(Path.of("/var/lib/observoor"), read.dataDirectory());
    assertEquals(
        Map.of("rollSeconds", 5L, "rollBytes", 16L << 20, "compressionLevel", 9L),
        read.sinks().get("parquet"));
    assertEquals(List.of(), read.warnings());
  }

  @Test
  void fillsInTheDefaults() throws Exception {
    AgentConfiguration read = ConfigurationLoader.load("file", SMALLEST);
    assertEquals(Optional.empty(), read.logLevel());
    assertEquals(Duration.ofSeconds(10), read.settings.get(ConfigurationKeys.BEACON_TIMEOUT));
    assertEquals(Duration.ofSeconds(1), read.interval());
    assertTrue(read.slotAligned());
    assertEquals(new ListenAddress("", 9090), read.healthAddress());
    assertEquals(Set.of(), read.disabledGroups());
    assertEquals(Set.of(), read.disabledHooks());
    assertEquals(0, read.ringBufferBytes(), "the kernel side's own default");
    assertEquals(Set.of("parquet"), read.enabledSinks());
    assertEquals(Path.of("./observoor-data"), read.dataDirectory());
    assertEquals(
        Map.of("rollSeconds", 60L, "rollBytes", 128L << 20, "compressionLevel", 3L),
        read.sinks().get("parquet"));
    assertEquals(1L << 30, read.spoolMaximumBytes());
  }

  @Test
  void worksWithoutAFile() {
    AgentConfiguration builtIn = ConfigurationLoader.builtIn();
    assertEquals("mainnet", builtIn.metaNetworkName());
    assertEquals(Optional.of(NetworkPreset.MAINNET.clock()), builtIn.slots());
    assertFalse(builtIn.metaClientName().isBlank());
    assertEquals(Set.of("parquet"), builtIn.enabledSinks());
    assertTrue(builtIn.healthAddress().isNone());
  }

  @Test
  void hasNoSlotsIfOnlyTheBeaconNodeKnowsThem() throws Exception {
    String text =
        "meta_client_name: a\nmeta_network_name: devnet\nbeacon: {endpoint: 'http://127.0.0.1:1'}\n";
    assertEquals(Optional.empty(), ConfigurationLoader.load("file", text).slots());
  }

  @Test
  void warnsOfSchedulerWakeupWithoutScheduler() throws Exception {
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
    AgentConfiguration loaded =
        ConfigurationLoader.load(
            "file", SMALLEST + "probes: {" + group + ": {enabled: false}}\nhealth: {addr: ''}\n");
    assertEquals(Set.of(group), loaded.disabledGroups());
    assertEquals(ConfigurationLoader.load("file", SMALLEST).warnings(), loaded.warnings(), group);
  }

  @Test
  void switchesBlockMergesOffWithDiskRequests() throws Exception {
    String text = SMALLEST + "probes: {block_merge: {enabled: false}, disk_io: {enabled: false}}\n";
    assertEquals(
        Set.of("block_merge", "disk_io"), ConfigurationLoader.load("file", text).disabledGroups());
  }

  @Test
  void lessThanAllOfTcpCanBeOff() throws Exception {
    for (String off : List.of("tcp_send", "tcp_recv")) {
      String text = SMALLEST + "probes: {" + off + ": {enabled: false}}\n";
      assertEquals(Set.of(off), ConfigurationLoader.load("file", text).disabledGroups());
    }
    String none =
        SMALLEST
            + "probes: {tcp_send: {enabled: false}, tcp_recv: {enabled: false}, tcp_state: {enabled:"
            + " false}, tcp_retransmit: {enabled: false}}\n";
    assertEquals(4, ConfigurationLoader.load("file", none).disabledGroups().size());
  }

  @Test
  void directionsMayBeMergedWhereBothAreSampledAlike() throws Exception {
    String text =
        SMALLEST
            + "sinks: {aggregated: {dimensions: {network: {include_direction: false}}, sampling:"
            + " {default: {mode: nth, rate: 0.5}, events: {net_rx: {mode: nth, rate: 0.5}}}}}\n";
    AgentConfiguration read = ConfigurationLoader.load("file", text);
    assertEquals(List.of("network.include_direction"), read.disabledDimensions());
  }

  @Test
  void showsNoSecret() throws Exception {
    String shown = resource("reference.yaml").toString();
    assertFalse(shown.contains("sesame"), shown);
    assertFalse(shown.contains("localhost:5052"), shown);
  }

  private static AgentConfiguration resource(String name)
      throws IOException, InvalidConfigurationException {
    try (InputStream resource = ConfigurationLoaderTest.class.getResourceAsStream(name)) {
      return ConfigurationLoader.load(
          name, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}

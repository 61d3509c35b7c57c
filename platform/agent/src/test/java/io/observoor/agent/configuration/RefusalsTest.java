package io.observoor.agent.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal. The two lines of {@link #HEAD} precede each case, so its first line is line 3. */
class RefusalsTest {
  private static final String HEAD = "meta_client_name: a\nmeta_network_name: mainnet\n";
  private static final String AGGREGATED = "sinks: {aggregated: {";

  private static final String NO_HEADER =
      "cannot be set: the name is not valid for a header, or the HTTP client sets this header itself"
          + " (Connection, Content-Length, Expect, Host, Upgrade): correct or remove it";

  @ParameterizedTest
  @MethodSource("mistakes")
  void refuses(String text, List<String> expected) {
    assertEquals(expected, messages(HEAD + text));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "ring_bufer_size: 1",
            "unknown key 'ring_bufer_size' at line 3, column 1: did you mean ring_buffer_size?"),
        mistake(
            "beacon:\n  time-out: 1s",
            "unknown key 'beacon.time-out' at line 4, column 3: did you mean timeout?"),
        mistake(
            "beacon: {colour: red}",
            "unknown key 'beacon.colour' at line 3, column 10: known here: endpoint, timeout"),
        mistake(
            "ring_buffer_size: 0",
            "key 'ring_buffer_size' at line 3, column 19 must be greater than 0, not '0'"),
        mistake(
            "ring_buffer_size: many",
            "key 'ring_buffer_size' at line 3, column 19 must be a number of bytes, such as 134217728,"
                + " 128MiB or 1GiB, not 'many'"),
        mistake(
            "sync_poll_interval: 0s",
            "key 'sync_poll_interval' at line 3, column 21 must be longer than 0, not '0s'"),
        mistake(
            "sync_poll_interval: 30",
            "key 'sync_poll_interval' at line 3, column 21 must be a number with a unit, such as 100ms,"
                + " 1s, 5m or 24h, not '30'"),
        mistake(
            "log_level: loud",
            "key 'log_level' at line 3, column 12 must be one of trace, debug, info, warn, error, not"
                + " 'loud'"),
        mistake(
            "log_level:",
            "key 'log_level' at line 3, column 1 has no value: write one of trace, debug, info, warn,"
                + " error, or remove the line"),
        mistake(
            "log_level: [info]",
            "key 'log_level' at line 3, column 12 must be one of trace, debug, info, warn, error, not a"
                + " list"),
        mistake(
            "beacon: http://x",
            "key 'beacon' at line 3, column 9 must be a section with keys in it, not a single value:"
                + " write 'key: value' lines, indented below it"),
        mistake(
            "pid: {process_names: geth}",
            "key 'pid.process_names' at line 3, column 22 must be a list, not a single value: write"
                + " [a, b]"),
        mistake(
            "log_level: info\nlog_level: warn",
            "key 'log_level' at line 4, column 1 is already set at line 3: remove one of the two"),
        mistake(
            "network: mainet",
            "key 'network' at line 3, column 10 must be one of mainnet, sepolia, holesky, hoodi, gnosis,"
                + " not 'mainet'"),
        mistake(
            "genesis_time: 5",
            "key 'genesis_time' at line 3, column 15 is incomplete alone: set both genesis_time and"
                + " seconds_per_slot"),
        mistake(
            "seconds_per_slot: 0\ngenesis_time: 1",
            "key 'seconds_per_slot' at line 3, column 19 must be greater than 0, not '0'"),
        mistake(
            "probes:\n  disk_oi: {enabled: true}",
            "unknown probe group 'probes.disk_oi' at line 4, column 3: did you mean disk_io?"),
        mistake(
            "probes: {block_merge: {enabled: false}}",
            "key 'probes.block_merge.enabled' at line 3, column 33 is in conflict: disk_io is enabled and"
                + " needs block_merge: enable block_merge, or disable disk_io"),
        mistake(
            "probes: {tcp_state: {enabled: false}, tcp_send: {enabled: false}, tcp_recv: {enabled:"
                + " false}}",
            "key 'probes.tcp_send.enabled' at line 3, column 59 is in conflict: tcp_retransmit is enabled"
                + " and needs tcp_send or tcp_recv: enable tcp_send or tcp_recv, or disable"
                + " tcp_retransmit"),
        mistake(
            "probes: {tcp_retransmit: {enabled: false}, tcp_recv: {enabled: false}, tcp_send:"
                + " {enabled: false}}",
            "key 'probes.tcp_send.enabled' at line 3, column 92 is in conflict: tcp_state is enabled and"
                + " needs tcp_send or tcp_recv: enable tcp_send or tcp_recv, or disable tcp_state"),
        mistake(
            "probes: {disk_io: {enabled: perhaps}, block_merge: {enabled: false}}",
            "key 'probes.disk_io.enabled' at line 3, column 29 must be true or false, not 'perhaps'"),
        mistake(
            "hooks: {disabled: [kprobe, fenty]}",
            "unknown kind of hook 'fenty' in 'hooks.disabled' at line 3, column 28: did you mean"
                + " fentry?"),
        mistake(
            "hooks: {disabled: [tracepiont, bpf]}\nlog_level: info",
            "unknown kind of hook 'tracepiont' in 'hooks.disabled' at line 3, column 20: did you mean"
                + " tracepoint?",
            "unknown kind of hook 'bpf' in 'hooks.disabled' at line 3, column 32: known here: tp_btf,"
                + " raw_tp, tracepoint, fentry, kprobe, perf_event"),
        mistake(
            "health: {addr: localhost}",
            "key 'health.addr' at line 3, column 16 must be an address such as :9090, 127.0.0.1:9090 or"
                + " [::1]:9090, or an empty text for none, not 'localhost'"),
        mistake(
            "health: {addr: ':65536'}",
            "key 'health.addr' at line 3, column 16 must be an address such as :9090, 127.0.0.1:9090 or"
                + " [::1]:9090, or an empty text for none, not ':65536'"),
        mistake(
            "spool: {max_bytes: 10}",
            "key 'spool.max_bytes' at line 3, column 20 must be at least 1MiB, not '10'"),
        mistake(
            AGGREGATED + "resolution: {interval: 0ms}}}",
            "key 'sinks.aggregated.resolution.interval' at line 3, column 45 must be longer than 0, not"
                + " '0ms'"),
        mistake(
            AGGREGATED + "resolution: {interval: 66s}}}",
            "key 'sinks.aggregated.resolution.interval' at line 3, column 45 must be at most 65535ms (the"
                + " limit of the column interval_ms), not '66s'"),
        mistake(
            AGGREGATED + "resolution: {interval: 0.5ms}}}",
            "key 'sinks.aggregated.resolution.interval' at line 3, column 45 must be whole milliseconds"),
        mistake(
            AGGREGATED + "resolution: {host_specs_poll_interval: 0h}}}",
            "key 'sinks.aggregated.resolution.host_specs_poll_interval' at line 3, column 61 must be"
                + " longer than 0, not '0h'"),
        mistake(
            AGGREGATED + "resolution: {overrides: [{metrics: [net_oi], interval: 2s}]}}}",
            "unknown metric 'net_oi' in 'sinks.aggregated.resolution.overrides[0].metrics' at line 3,"
                + " column 58: did you mean net_io?"),
        mistake(
            AGGREGATED + "resolution: {overrides: [{metrics: [net_io]}]}}}",
            "missing key 'sinks.aggregated.resolution.overrides[0].interval' at line 3, column 47: add"
                + " 'interval: …' (The interval of these metrics.)"),
        mistake(
            AGGREGATED + "resolution: {overrides: [{metrics: [net_io], interval: 1s}]}}}",
            "key 'sinks.aggregated.resolution.overrides[0].interval' at line 3, column 77 must be greater"
                + " than resolution.interval (1s), not 1s"),
        mistake(
            AGGREGATED + "resolution: {overrides: [{metrics: [net_io], interval: 1500ms}]}}}",
            "key 'sinks.aggregated.resolution.overrides[0].interval' at line 3, column 77 must be an exact"
                + " multiple of resolution.interval (1s), not 1500ms"),
        mistake(
            AGGREGATED
                + "resolution: {overrides: [{metrics: [net_io], interval: 2s}, {metrics: [net_io],"
                + " interval: 3s}]}}}",
            "key 'sinks.aggregated.resolution.overrides[1].metrics' at line 3, column 92 names metric"
                + " 'net_io', which override 0 already names: name it once"),
        mistake(
            AGGREGATED + "sampling: {default: {rate: 0.5}}}}",
            "key 'sinks.aggregated.sampling.default.rate' at line 3, column 49 must be 1 with mode none,"
                + " not 0.5: set mode to probability or nth"),
        mistake(
            AGGREGATED + "sampling: {default: {mode: probability, rate: 1.5}}}}",
            "key 'sinks.aggregated.sampling.default.rate' at line 3, column 68 must be greater than 0 and"
                + " at most 1 with mode probability, not 1.5"),
        mistake(
            AGGREGATED + "sampling: {events: {disk_io: {mode: nth, rate: 0.3}}}}}",
            "key 'sinks.aggregated.sampling.events.disk_io.rate' at line 3, column 69 must be 1/N with"
                + " mode nth, such as 0.5, 0.1 or 0.01, not 0.3"),
        mistake(
            AGGREGATED + "sampling: {default: {mode: probability, rate: 0.0000001}}}}",
            "key 'sinks.aggregated.sampling.default.rate' at line 3, column 68 must be at least 0.000001,"
                + " not 1.0E-7"),
        mistake(
            AGGREGATED + "sampling: {events: {sched: {mode: nth, rate: 0.5}}}}}",
            "unknown event 'sinks.aggregated.sampling.events.sched' at line 3, column 42: did you mean"
                + " sched_switch?"),
        mistake(
            AGGREGATED + "sampling: {events: {anything: {mode: nth, rate: 0.5}}}}}",
            "unknown event 'sinks.aggregated.sampling.events.anything' at line 3, column 42: known here: "
                + String.join(", ", ReferenceNames.EVENTS)),
        mistake(
            AGGREGATED
                + "dimensions: {network: {include_direction: false}}, sampling: {events: {net_tx: {mode:"
                + " nth, rate: 0.5}}}}}",
            "key 'sinks.aggregated.dimensions.network.include_direction' at line 3, column 64 must not be"
                + " false while net_tx and net_rx are sampled differently: give both the same mode and"
                + " rate"),
        mistake(
            AGGREGATED + "clickhouse: {enabled: true}}}",
            "missing key 'sinks.aggregated.clickhouse.endpoint' at line 3, column 44: add it (host:port),"
                + " or set 'sinks.aggregated.clickhouse.enabled' to false"),
        mistake(
            AGGREGATED + "clickhouse: {batch_size: 0}}}",
            "key 'sinks.aggregated.clickhouse.batch_size' at line 3, column 47 must be greater than 0, not"
                + " '0'"),
        mistake(
            AGGREGATED + "http: {enabled: true}}}",
            "missing key 'sinks.aggregated.http.address' at line 3, column 38: add it"
                + " (http://host:port/path), or set 'sinks.aggregated.http.enabled' to false"),
        address("collector:8080/rows", "it does not begin with http:// or https://"),
        address("ftp://collector/rows", "it begins with ftp://"),
        address("http:///rows", "it has no host, or its port is not a number"),
        address("http://col_lector:80x/rows", "it has no host, or its port is not a number"),
        address("http://collector:70000/rows", "its port is not between 1 and 65535"),
        address(
            "https://u:sesame@collector/a b",
            "it is not a URL: Illegal character in path at character 29"),
        mistake(
            AGGREGATED + "http: {headers: {Host: a, X-Site: one, 'a b': c}}}}",
            header("Host", 45) + NO_HEADER,
            header("a b", 68) + NO_HEADER),
        mistake(
            AGGREGATED + "http: {headers: {X-Token: \"ses\\name\"}}}}",
            header("X-Token", 48)
                + "is not valid for a header: write one line of printable characters (the value may"
                + " be secret and is not shown)"),
        mistake(
            AGGREGATED + "http: {max_queue_size: 0}}}",
            "key 'sinks.aggregated.http.max_queue_size' at line 3, column 45 must be greater than 0, not"
                + " '0'"),
        mistake(
            AGGREGATED + "http: {batch_size: 0}}}",
            "key 'sinks.aggregated.http.batch_size' at line 3, column 41 must be greater than 0, not '0'"),
        mistake(
            AGGREGATED + "http: {workers: 0}}}",
            "key 'sinks.aggregated.http.workers' at line 3, column 38 must be greater than 0, not '0'"),
        mistake(
            AGGREGATED + "http: {compression: brotli}}}",
            "key 'sinks.aggregated.http.compression' at line 3, column 42 must be one of none, gzip, zstd,"
                + " zlib, snappy, not 'brotli'"),
        mistake(
            AGGREGATED + "parquet: {compression_level: 23}}}",
            "key 'sinks.aggregated.parquet.compression_level' at line 3, column 51 must be between 1 and"
                + " 22, not '23'"),
        mistake(
            AGGREGATED + "enabled: perhaps}}",
            "key 'sinks.aggregated.enabled' at line 3, column 31 must be true or false, not 'perhaps'"));
  }

  @Test
  void asksForTheRequiredKeys() {
    assertEquals(
        List.of(
            "missing key 'meta_client_name': add 'meta_client_name: …' (The name of this agent in every"
                + " row.)",
            "missing key 'meta_network_name': add 'meta_network_name: …' (The name of the network in"
                + " every row.)"),
        messages("log_level: info\n"));
  }

  @Test
  void asksForABeaconNodeOnlyIfSlotsAreUnknown() {
    assertEquals(
        List.of(
            "missing key 'beacon.endpoint': meta_network_name is not a preset (mainnet, sepolia, holesky,"
                + " hoodi, gnosis), so add beacon.endpoint, network, or genesis_time and"
                + " seconds_per_slot"),
        messages("meta_client_name: a\nmeta_network_name: devnet\n"));
  }

  @Test
  void reportsAllErrorsInTheOrderOfTheFile() {
    List<String> messages =
        messages("log_level: loud\nbeacon: {timeout: 0s}\nmeta_client_name: a\ncolour: red\n");
    assertEquals(4, messages.size(), messages::toString);
    assertEquals("key 'log_level' at line 1", messages.getFirst().substring(0, 25));
    assertEquals("missing key 'meta_network_name'", messages.getLast().substring(0, 31));
  }

  @Test
  void showsNoSecretInARefusal() {
    String message =
        messages(HEAD + AGGREGATED + "clickhouse: {password: [sesame], batch_size: 0}}}\n")
                .toString()
            + messages(HEAD + "password: 'sesame\n");
    assertFalse(message.contains("sesame"), message);
  }

  private static Arguments address(String address, String fault) {
    return mistake(
        AGGREGATED + "http: {address: '" + address + "'}}}",
        "key 'sinks.aggregated.http.address' at line 3, column 38 must be http://HOST[:PORT]/PATH or"
            + " https://HOST[:PORT]/PATH, and "
            + fault
            + " (the value may be secret and is not shown)");
  }

  private static String header(String name, int column) {
    return "key 'sinks.aggregated.http.headers." + name + "' at line 3, column " + column + " ";
  }

  private static Arguments mistake(String text, String... messages) {
    return Arguments.of(text + "\n", List.of(messages));
  }

  private static List<String> messages(String text) {
    InvalidConfigurationException refusal =
        assertThrows(
            InvalidConfigurationException.class, () -> ConfigurationLoader.load("file", text));
    return refusal.errors().stream().map(ConfigurationError::message).toList();
  }
}

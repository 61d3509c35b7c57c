package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** /metrics and /healthz of a running agent are well formed and match the workload. */
final class HealthIT {
  /** Calls of which each is one event. */
  private static final List<String> KINDS =
      List.of("read=1009", "write=997", "pwrite64=401", "futex_wake=199", "dup=109");

  private static final Pattern URL = Pattern.compile("metrics: (http://\\S+)/metrics");

  @TempDir Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void metricsMatchTheWorkload() throws Exception {
    String configuration = configuration("127.0.0.1:0");
    String check =
        Commands.run(
            RunningAgent.HOME.resolve("bin/observoor").toString(),
            "check",
            "--config",
            configuration);
    Path data = directory.resolve("data");
    Totals made;
    Exposition metrics;
    try (Workload workload = Workload.start(directory, KINDS);
        RunningAgent agent =
            RunningAgent.tracking(data, workload.pid(), "--config", configuration)) {
      String url = url(agent);
      assertEquals("ok\n", get(url + "/healthz").body());
      programs(agent, Exposition.parse(get(url + "/metrics").body()), check);

      made = workload.round();
      metrics = afterEvents(url, made.events());
      assertEquals(1, metrics.value("observoor_pids_tracked"));
      assertEquals(
          Map.of("unknown", 1L), metrics.values("observoor_pids_by_client", "client_type"));
      assertEquals(1 << 20, metrics.value("observoor_ringbuf_capacity_bytes"));
      assertEquals(0, metrics.value("observoor_events_dropped_total"));
      assertEquals(0, metrics.value("observoor_bpf_ringbuf_overflows_total"));
      assertEquals(0, agent.stop(), agent::tail);
    }
    try (ParquetRows rows = new ParquetRows(data)) {
      assertEquals(rows.totals(Syscalls.METRICS).counts(), calls(metrics));
      // more: the other probes' events of the workload
      assertTrue(metrics.value("observoor_events_received_total") >= made.events());
    }
  }

  @Test
  void answersOtherRequestsWithAnErrorStatus() throws Exception {
    try (Workload workload = Workload.start(directory, KINDS);
        RunningAgent agent =
            RunningAgent.tracking(
                directory.resolve("data"),
                workload.pid(),
                "--config",
                configuration("localhost:0"))) {
      String url = url(agent);
      HttpResponse<String> page = get(url + "/metrics");
      assertEquals(200, page.statusCode());
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          page.headers().firstValue("Content-Type").orElse(""));
      assertEquals(404, get(url + "/metrics/").statusCode());
      assertEquals(404, get(url + "/").statusCode());
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(url + "/healthz"))
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      assertEquals(405, client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
  }

  /** Another agent uses the port: one line says so, and the rest works. */
  @Test
  void runsWithoutMetricsWhenThePortIsInUse() throws Exception {
    try (Workload workload = Workload.start(directory, KINDS);
        RunningAgent first =
            RunningAgent.tracking(
                directory.resolve("first"),
                workload.pid(),
                "--config",
                configuration("127.0.0.1:0"))) {
      String address = URI.create(url(first)).getAuthority();
      Path data = directory.resolve("second");
      try (RunningAgent second =
          RunningAgent.tracking(data, workload.pid(), "--config", configuration(address))) {
        String line = second.await("the port in use", text -> text.contains("cannot listen"));
        assertTrue(
            line.contains(address) && line.contains("in use") && line.contains("health.addr"),
            line);
        Totals made = workload.round();
        assertEquals(0, second.stop(), second::tail);
        try (ParquetRows rows = new ParquetRows(data)) {
          assertEquals(made.counts(), rows.totals(Syscalls.METRICS).counts());
        }
        assertEquals(
            1,
            second.log().stream().filter(text -> text.contains("cannot listen")).count(),
            second::tail);
      }
    }
  }

  /** Compares with the kernel's list of the agent's links and with the output of {@code check}. */
  private static void programs(RunningAgent agent, Exposition metrics, String check)
      throws IOException {
    long attached =
        metrics.values("observoor_bpf_programs_attached", "type").values().stream()
            .mapToLong(Long::longValue)
            .sum();
    assertTrue(attached > 0, metrics::toString);
    assertEquals(Programs.attached(agent.pid()), attached, metrics::toString);

    List<String> off = new ArrayList<>();
    metrics
        .samples()
        .get("observoor_bpf_event_attached")
        .forEach(
            (labels, value) -> {
              Pattern row =
                  Pattern.compile(
                      "(?m)^%s +%s +\\S+ +%s"
                          .formatted(
                              labels.get("event"),
                              labels.get("group"),
                              value == 1 ? Pattern.quote(labels.get("hook")) : "(off|not)"));
              assertTrue(row.matcher(check).find(), () -> labels + " in\n" + check);
              if (value != 1) {
                off.add(labels.get("event"));
              }
            });
    assertTrue(off.contains("syscall_mmap"), off::toString);
  }

  /** Waits until this many events are counted and the ring buffers are empty of other events. */
  private Exposition afterEvents(String url, long events) throws Exception {
    return Await.until(
        events + " events counted",
        () -> Exposition.parse(get(url + "/metrics").body()),
        metrics -> {
          long counted = calls(metrics).values().stream().mapToLong(Long::longValue).sum();
          assertTrue(
              counted <= events, () -> counted + " of " + events + " events: " + calls(metrics));
          return counted == events && metrics.value("observoor_ringbuf_used_bytes") == 0;
        });
  }

  /** Returns the counted events of probes-syscall by type. */
  private static Map<String, Long> calls(Exposition metrics) {
    Map<String, Long> calls =
        new TreeMap<>(metrics.values("observoor_events_by_type_total", "event_type"));
    calls.keySet().retainAll(Syscalls.METRICS);
    return calls;
  }

  private static String url(RunningAgent agent) {
    Matcher url =
        URL.matcher(agent.await("the metrics' address", line -> URL.matcher(line).find()));
    assertTrue(url.find());
    return url.group(1);
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Await.DEADLINE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String configuration(String address) throws IOException {
    return Files.writeString(
            Files.createTempFile(directory, "observoor", ".yaml"),
            """
            meta_client_name: health
            meta_network_name: mainnet
            ring_buffer_size: 1048576
            health:
              addr: "%s"
            probes:
              syscall_mmap:
                enabled: false
            """
                .formatted(address))
        .toString();
  }
}

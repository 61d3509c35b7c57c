package io.observoor.agent.health;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.agent.configuration.ListenAddress;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private static final ListenAddress ANY_PORT = new ListenAddress("127.0.0.1", 0);

  private final HttpClient client = HttpClient.newHttpClient();

  private static MetricSnapshots metrics() {
    return MetricSnapshots.of(
        new Metric("events_by_type", "Events.", "event_type")
            .add(7, "syscall_read")
            .add(4, "a \"b\"\n")
            .add(6, "syscall_read")
            .counter(),
        new Metric("pids_tracked", "Processes.").add(2).gauge());
  }

  private HttpResponse<String> get(HealthServer server, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
  }

  @Test
  void writesTheTextFormat() throws Exception {
    try (HealthServer server = HealthServer.open(ANY_PORT, HealthServerTest::metrics)) {
      assertEquals(
          """
          # HELP observoor_events_by_type_total Events.
          # TYPE observoor_events_by_type_total counter
          observoor_events_by_type_total{event_type="a \\"b\\"\\n"} 4.0
          observoor_events_by_type_total{event_type="syscall_read"} 13.0
          # HELP observoor_pids_tracked Processes.
          # TYPE observoor_pids_tracked gauge
          observoor_pids_tracked 2.0
          """,
          get(server, "/metrics").body());
      assertEquals("ok\n", get(server, "/healthz").body());
      assertEquals(404, get(server, "/metricsx").statusCode());
    }
  }

  /** Opens more silent connections than a small pool has threads. */
  @Test
  void aSilentClientDoesNotDelayOthers() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (HealthServer server = HealthServer.open(ANY_PORT, HealthServerTest::metrics)) {
      int port = URI.create(server.url()).getPort();
      for (int i = 0; i < 32; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        silent.add(socket);
        socket.getOutputStream().write("GET /metr".getBytes(US_ASCII));
      }
      assertEquals(200, get(server, "/metrics").statusCode());
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void aFailureOfMetricsIsAnsweredWith500() throws Exception {
    List<String> asked = new ArrayList<>();
    try (HealthServer server =
        HealthServer.open(
            ANY_PORT,
            () -> {
              asked.add("once");
              throw new IllegalStateException("a part is gone");
            })) {
      assertEquals(500, get(server, "/metrics").statusCode());
      assertEquals(200, get(server, "/healthz").statusCode());
      assertEquals(1, asked.size());
    }
  }

  @Test
  void refusesAnAddressInUse() throws Exception {
    try (HealthServer server = HealthServer.open(ANY_PORT, HealthServerTest::metrics)) {
      ListenAddress taken = new ListenAddress(ANY_PORT.host(), URI.create(server.url()).getPort());
      assertThrows(BindException.class, () -> HealthServer.open(taken, HealthServerTest::metrics));
    }
    ListenAddress unknown = new ListenAddress("no-such-host.invalid", 0);
    assertThrows(
        UnknownHostException.class, () -> HealthServer.open(unknown, HealthServerTest::metrics));
  }

  @Test
  void doesNotAnswerOnceClosed() throws Exception {
    HealthServer server = HealthServer.open(ANY_PORT, HealthServerTest::metrics);
    assertTrue(server.url().startsWith("http://127.0.0.1:"), server.url());
    server.close();
    assertThrows(IOException.class, () -> get(server, "/healthz"));
  }
}

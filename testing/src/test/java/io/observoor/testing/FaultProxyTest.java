package io.observoor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.observoor.testing.clickhouse.ClickHouseServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault with a real server: its rows at the end, and the client's answers. */
class FaultProxyTest {
  @TempDir Path directory;

  @Test
  void faults() throws Exception {
    try (ClickHouseServer server = ClickHouseServer.start(directory);
        FaultProxy proxy = FaultProxy.before(server.httpPort());
        HttpClient client = HttpClient.newHttpClient()) {
      server.query("CREATE TABLE t (n UInt32) ENGINE = MergeTree ORDER BY n");
      Inserts inserts = new Inserts(client, proxy, server);
      inserts.passes(1);

      proxy.next(Fault.ERROR, Fault.CUT_REQUEST, Fault.CUT_ANSWER);
      assertEquals(500, inserts.insert(10));
      inserts.isMissing(10);
      assertThrows(IOException.class, () -> inserts.insert(20));
      inserts.isMissing(20);
      assertThrows(IOException.class, () -> inserts.insert(30));
      inserts.isStored(30);
      inserts.passes(31);

      proxy.refuse("t", 49, 1);
      proxy.refuse("u", 49, 1);
      assertEquals(500, inserts.insert(35));
      inserts.isMissing(35);
      assertEquals(1, proxy.met(Fault.REFUSED));
      inserts.passes(36);

      proxy.setDelay(Duration.ofSeconds(5));
      proxy.always(Fault.LATE_ANSWER);
      assertThrows(HttpTimeoutException.class, () -> inserts.insert(40));
      inserts.isStored(40);
      proxy.setDelay(Duration.ofMillis(1));
      proxy.always(Fault.LATE_REQUEST);
      inserts.passes(50);
      proxy.always(Fault.NONE);

      proxy.setRefusing(true);
      assertThrows(IOException.class, () -> inserts.insert(60));
      proxy.setRefusing(false);
      inserts.passes(61);
      server.kill();
      assertThrows(IOException.class, () -> inserts.insert(70));
      server.start();
      inserts.passes(71);
      proxy.awaitMet(Fault.CUT_ANSWER, 1);
      assertEquals(6, proxy.passed());
      assertEquals(5, proxy.met(Fault.NONE));
    }
  }

  /** Inserts numbers through the proxy. */
  private record Inserts(HttpClient client, FaultProxy proxy, ClickHouseServer server) {

    /** Inserts 1,000 equal numbers in chunks, as ClickHouse's client does. */
    int insert(int number) throws IOException, InterruptedException {
      byte[] rows = (number + "\n").repeat(1_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create(proxy.endpoint() + "/?query=INSERT%20INTO%20t%20FORMAT%20TSV"))
                  .timeout(Duration.ofSeconds(2))
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(rows)))
                  .build(),
              BodyHandlers.ofString())
          .statusCode();
    }

    void passes(int number) throws IOException, InterruptedException {
      assertEquals(200, insert(number));
      isStored(number);
    }

    void isStored(int number) {
      assertEquals("1000", count(number));
    }

    void isMissing(int number) {
      assertEquals("0", count(number));
    }

    private String count(int number) {
      return server.value("SELECT count() FROM t WHERE n = " + number);
    }
  }
}

package io.observoor.sinks.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with server and client certificates, in front of a real server. */
final class TlsTest {
  @TempDir private Path directory;
  private ClickHouseServer server;
  private TlsProxy proxy;

  @BeforeEach
  void start() throws Exception {
    server = ClickHouseServer.start(directory.resolve("server"));
    Samples.create(server, Samples.counter("a", 0, 1).schema());
    proxy = new TlsProxy(directory.resolve("tls"), server.httpPort());
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  private ClickHouseSink sink(Optional<Path> authority, Optional<Path> certificate, Path key) {
    ConnectionSettings plain = Samples.connection("https://127.0.0.1:" + proxy.port());
    ConnectionSettings settings =
        new ConnectionSettings(
            plain.endpoints(),
            plain.database(),
            plain.login(),
            authority,
            certificate,
            certificate.map(_ -> key),
            plain.compression(),
            plain.timeout(),
            plain.workers());
    return new ClickHouseSink(Samples.settings(settings, directory.resolve("q")), () -> 0);
  }

  @Test
  void acceptsEveryEncodingOfAPrivateKey() throws Exception {
    proxy.openssl("rsa -in client.key -traditional -out client.rsa");
    proxy.openssl("ecparam -name prime256v1 -genkey -noout -out client.ec");
    proxy.openssl("req -new -key client.ec -out ec.csr -subj /CN=ec");
    proxy.openssl(
        "x509 -req -in ec.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out ec.pem -days 2");
    proxy.openssl("pkcs8 -topk8 -nocrypt -in client.ec -out client.ec8");
    Path tls = proxy.key().getParent();
    long sequence = 0;
    for (String key : List.of("client.key", "client.rsa", "client.ec", "client.ec8")) {
      Path certificate = tls.resolve(key.contains("ec") ? "ec.pem" : "client.pem");
      ClickHouseSink sink =
          sink(Optional.of(proxy.authority()), Optional.of(certificate), tls.resolve(key));
      sink.open(Samples.BEGINNING);
      sequence++;
      sink.write(Samples.batch(sequence, Samples.counter("a", sequence, 10)));
      assertEquals(sequence, sink.flush(), key);
      sink.close();
    }
    assertEquals("40", server.value("SELECT count() FROM d.a"));
  }

  @Test
  void reportsUnusableCertificates() throws Exception {
    ClickHouseSink unknown = sink(Optional.empty(), Optional.of(proxy.certificate()), proxy.key());
    SinkException untrusted =
        assertThrows(SinkException.class, () -> unknown.open(Samples.BEGINNING));
    assertTrue(untrusted.getMessage().contains("TLS failed"), untrusted.getMessage());
    assertTrue(untrusted.getMessage().contains("tls.ca_file"), untrusted.getMessage());
    unknown.close();

    ClickHouseSink anonymous = sink(Optional.of(proxy.authority()), Optional.empty(), proxy.key());
    assertThrows(SinkException.class, () -> anonymous.open(Samples.BEGINNING));
    anonymous.close();

    Path broken = Files.writeString(directory.resolve("broken.pem"), "no certificate");
    ClickHouseSink unreadable =
        sink(Optional.of(broken), Optional.of(proxy.certificate()), proxy.key());
    SinkException failure =
        assertThrows(SinkException.class, () -> unreadable.open(Samples.BEGINNING));
    assertTrue(failure.getMessage().contains("broken.pem holds no CERT"), failure.getMessage());
  }
}

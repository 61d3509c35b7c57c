package io.observoor.sinks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.sink.SinkException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate this JVM trusts, or does not trust. */
@Timeout(60)
final class TlsTest {
  private static final String PASSWORD = "for this test";

  @TempDir Path directory;

  @Test
  void connectsOnlyToATrustedCertificate() throws Exception {
    SSLContext trusting = context();
    SSLContext original = SSLContext.getDefault();
    try (TestServer server = TestServer.encrypted(trusting)) {
      Settings settings = Samples.settings("https://localhost:" + server.port() + "/", directory);
      HttpSink untrusting = new HttpSink(settings);
      SinkException failure =
          assertThrows(SinkException.class, () -> untrusting.open(Samples.FIRST));
      assertTrue(
          failure.getMessage().contains("check the server's certificate"), failure::getMessage);
      untrusting.close();
      SSLContext.setDefault(trusting);
      try (OpenSink sink = OpenSink.of(settings)) {
        sink.sink().write(Samples.batch(1, 3));
        assertEquals(1, sink.sink().flush());
        assertEquals(3, server.accepted().size());
      }
    } finally {
      SSLContext.setDefault(original);
    }
  }

  private SSLContext context() throws Exception {
    Path file = directory.resolve("keys.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            "server",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    assertEquals(0, new ProcessBuilder(command).start().waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory owned =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    owned.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(owned.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}

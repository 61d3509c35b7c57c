package io.observoor.sinks.clickhouse.connection;

import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Creates TLS contexts from PEM files, which it reads for each connection. */
final class Tls {
  private static final char[] NO_PASSWORD = {};

  private Tls() {}

  /** Returns a context if the settings name PEM files; else the defaults of the JDK apply. */
  static Optional<SSLContext> context(ConnectionSettings settings) throws SinkException {
    if (settings.authority().isEmpty() && settings.key().isEmpty()) {
      return Optional.empty();
    }
    try {
      TrustManager[] trust =
          settings.authority().isEmpty() ? null : trust(settings.authority().get());
      KeyManager[] keys =
          settings.key().isEmpty()
              ? null
              : keys(settings.certificate().orElseThrow(), settings.key().get());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return Optional.of(context);
    } catch (IOException | GeneralSecurityException e) {
      throw new SinkException(
          "cannot use the TLS files of the clickhouse sink: %s (provide PEM files that the agent's user can read)"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static TrustManager[] trust(Path authority) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    List<Certificate> certificates = Pem.certificates(authority);
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("authority" + i, certificates.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keys(Path certificate, Path key)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        Pem.privateKey(key),
        NO_PASSWORD,
        Pem.certificates(certificate).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}

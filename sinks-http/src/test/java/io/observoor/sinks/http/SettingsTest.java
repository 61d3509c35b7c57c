package io.observoor.sinks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host:80", "ftp://host/", "http:///path", "http://h/a b?token=secret"})
  void refusesInvalidAddressesWithoutShowingSecrets(String address) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of(address, List.of(), "1"));
    assertTrue(refused.getMessage().contains("address"), refused::getMessage);
    assertFalse(refused.getMessage().contains("secret"), refused::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon", ": secret", "Content-Length: secret", "A b: secret"})
  void refusesInvalidHeadersWithoutShowingSecrets(String header) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Endpoint.of("http://host/", List.of(header), "1"));
    assertFalse(refused.getMessage().contains("secret"), refused::getMessage);
  }

  @Test
  void portsDefaultToTheSchemes() {
    assertEquals(80, Endpoint.of("http://host", List.of(), "1").port());
    assertEquals(443, Endpoint.of("https://host/x", List.of(), "1").port());
    assertEquals(
        "https://[::1]:8443/x",
        Endpoint.of("https://u@[::1]:8443/x?q=1", List.of(), "1").toString());
  }

  @Test
  void findsCompressionsByName() {
    assertEquals(List.of("none", "gzip", "zstd", "zlib", "snappy"), Compression.names());
    assertEquals(Compression.ZLIB, Compression.of("zlib"));
    assertThrows(IllegalArgumentException.class, () -> Compression.of("GZIP"));
  }
}

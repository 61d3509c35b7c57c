package io.observoor.sinks.clickhouse.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "http://a:1, http://a:1",
    "http://a, http://a:8123",
    "https://a, https://a:8443",
    "https://a:1/, https://a:1",
    "a, http://a:8123",
    "a:8123, http://a:8123",
    "a:8443, https://a:8443",
    "a:9000, http://a:8123",
    "a:9440, https://a:8443",
    "tcp://a:9000, http://a:8123",
    "clickhouse://u:p@a:9440/d, https://a:8443",
    "http://a:9000, http://a:9000",
    "[::1]:9000, http://[::1]:8123",
    "10.0.0.1:80, http://10.0.0.1:80"
  })
  void parses(String text, String url) {
    Endpoint endpoint = Endpoint.parseAll(text).getFirst();
    assertEquals(url, endpoint.url());
    assertEquals(
        text.matches("(?!http).*:(9000|9440).*"), !endpoint.note().isEmpty(), endpoint.note());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,,b", "ftp://a", "http://", "a:b", "u:secret@ x"})
  void refusesInvalidTextWithoutShowingIt(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parseAll(text));
    assertTrue(refusal.getMessage().startsWith("endpoint: must be"), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("secret"));
  }

  @Test
  void readsTheLoginFromTheEndpoint() {
    String endpoints = "a:9000,http://u:p:w@b";
    assertEquals(new Login("u", "p:w", ""), Login.of("", "", "", endpoints));
    assertEquals(new Login("v", "", ""), Login.of("v", "", "", endpoints));
    assertEquals(new Login("default", "", ""), Login.of("", "", "", "a"));
    assertEquals("user u", new Login("u", "secret", "").toString());
  }
}

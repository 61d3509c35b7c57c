package io.observoor.agent.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    ":9090, '', 9090",
    "127.0.0.1:80, 127.0.0.1, 80",
    "localhost:0, localhost, 0",
    "my-host.example:65535, my-host.example, 65535",
    "[::1]:9090, ::1, 9090",
    "[fe80::1%eth0]:9090, fe80::1%eth0, 9090",
    "[::]:9090, ::, 9090"
  })
  void readsHostAndPort(String text, String host, int port) {
    ListenAddress address = new ListenAddress(host, port);
    assertEquals(Optional.of(address), ListenAddress.parse(text));
    assertEquals(text, address.toString());
  }

  @Test
  void anEmptyTextIsNone() {
    assertTrue(ListenAddress.parse("").orElseThrow().isNone());
    assertTrue(ListenAddress.parse("  ").orElseThrow().isNone());
    assertEquals("", ListenAddress.NONE.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9090",
        "localhost",
        "localhost:",
        ":65536",
        ":-1",
        "::1:9090",
        "[::1]",
        "[]:9090",
        "http://localhost:9090",
        "a b:9090",
        ":9090/metrics"
      })
  void refusesOtherForms(String text) {
    assertEquals(Optional.empty(), ListenAddress.parse(text));
  }
}

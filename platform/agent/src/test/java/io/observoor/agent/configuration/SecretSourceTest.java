package io.observoor.agent.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {
  @TempDir Path directory;

  @Test
  void takesTheTextItself() {
    assertEquals("open ${sesame", SecretSource.resolve("open ${sesame").reveal());
    assertEquals("", SecretSource.resolve("").reveal());
  }

  @Test
  void takesTheEnvironment() {
    assertEquals(
        "of PASSWORD", SecretSource.resolve("${env:PASSWORD}", name -> "of " + name).reveal());
    assertEquals(
        "names the environment variable NOTHING, which is not set", failure("${env:NOTHING}"));
  }

  @Test
  void takesAFileWithoutItsLastLineBreak() throws Exception {
    Path file = directory.resolve("password");
    Files.writeString(file, "open sesame \n");
    assertEquals("open sesame ", SecretSource.resolve("${file:" + file + "}").reveal());
    assertEquals(
        "names the file /no/such/file, which the agent cannot read",
        failure("${file:/no/such/file}"));
  }

  @Test
  void refusesOtherSources() {
    assertEquals(
        "names an unknown source of secrets: write a text, ${env:NAME} or ${file:PATH}",
        failure("${vault:a}"));
  }

  @Test
  void errorsNameTheKey() {
    String yaml =
        """
        meta_client_name: a
        meta_network_name: mainnet
        sinks: {aggregated: {clickhouse: {enabled: true, endpoint: "h:9000", password: "${env:OBSERVOOR_NO_SUCH}"}}}
        """;
    String message =
        assertThrows(
                InvalidConfigurationException.class, () -> ConfigurationLoader.load("file", yaml))
            .getMessage();
    assertEquals(
        "file: key 'sinks.aggregated.clickhouse.password' at line 3, column 80 names the environment variable"
            + " OBSERVOOR_NO_SUCH, which is not set",
        message);
    assertFalse(message.contains("${"));
  }

  private static String failure(String text) {
    return assertThrows(
            IllegalArgumentException.class, () -> SecretSource.resolve(text, name -> null))
        .getMessage();
  }
}

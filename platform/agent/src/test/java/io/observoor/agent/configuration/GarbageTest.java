package io.observoor.agent.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not a configuration: one clear line each, and no other exception. */
class GarbageTest {
  @TempDir private Path directory;

  @Test
  void binary() throws IOException {
    byte[] bytes = new byte[4096];
    new Random(7).nextBytes(bytes);
    assertRefused(bytes, "not UTF-8 text: name a YAML file");
    assertRefused(new byte[100], "this is not YAML");
  }

  @Test
  void empty() throws IOException {
    assertRefused(new byte[0], "missing key 'meta_client_name'");
    assertRefused(bytes("# only a comment\n"), "missing key 'meta_client_name'");
    assertRefused(bytes("--- ~\n"), "missing key 'meta_client_name'");
  }

  @Test
  void hugeNesting() throws IOException {
    assertRefused(
        bytes("a: " + "[".repeat(100_000)),
        "sections are nested more than 32 levels deep at line 1, column 35: no configuration key is that"
            + " deep");
    assertRefused(
        bytes("- ".repeat(100_000) + "a"),
        "sections are nested more than 32 levels deep at line 1");
  }

  @Test
  void aliasesThatNeverEnd() throws IOException {
    assertRefused(
        bytes("sinks: &a {aggregated: *a}\n"), "unknown key 'sinks.aggregated.aggregated'");
    assertRefused(
        bytes("a: &a [x,x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b]\n<<: *c\n"), "unknown key 'a'");
  }

  @Test
  void tabs() throws IOException {
    assertRefused(
        bytes("beacon:\n\ttimeout: 1s\n"),
        "this is not YAML at line 2, column 1: ",
        "(indent with spaces, not with tabs)");
  }

  @Test
  void brokenSyntax() throws IOException {
    assertRefused(bytes("a: [1, 2\n"), "this is not YAML at line ");
    assertRefused(bytes("a: 'open\n"), "this is not YAML at line ");
    assertRefused(bytes("a: b: c\n"), "this is not YAML at line 1, column 5: ");
    assertRefused(bytes("%YAML 9\n---\n"), "this is not YAML");
    assertRefused(bytes("a: *nowhere\n"), "this is not YAML at line 1");
    assertRefused(bytes("---\na: 1\n---\nb: 1\n"), "this is not YAML at line 3");
    assertRefused(bytes("? [a, b]\n: c\n"), "a key at line 1, column 3 must be a word");
    assertRefused(bytes("just words\n"), "the configuration at line 1, column 1 must be a section");
    assertRefused(bytes("- a\n- b\n"), "the configuration at line 1, column 1 must be a section");
  }

  @Test
  void tooLarge() throws IOException {
    assertRefused(bytes("#".repeat((1 << 20) + 1)), "larger than 1 MiB");
  }

  @Test
  void randomEdits() throws IOException, InvalidConfigurationException {
    byte[] sound;
    try (var resource = GarbageTest.class.getResourceAsStream("reference.yaml")) {
      sound = resource.readAllBytes();
    }
    Random random = new Random(11);
    int refused = 0;
    for (int round = 0; round < 2_000; round++) {
      byte[] edited = sound.clone();
      for (int edit = 0; edit < 3; edit++) {
        edited[random.nextInt(edited.length)] = (byte) (32 + random.nextInt(95));
      }
      try {
        ConfigurationLoader.load("file", new String(edited, StandardCharsets.UTF_8));
      } catch (InvalidConfigurationException refusal) {
        refused++;
        assertTrue(refusal.errors().stream().noneMatch(error -> error.message().contains("\n")));
      }
    }
    assertTrue(refused > 500, "only " + refused + " refused");
  }

  @Test
  void filesThatCannotBeRead() {
    assertMessage(
        directory.resolve("none.yaml"), "no such file: check the path given with --config");
    assertMessage(directory, "this is a directory: name a file");
  }

  private void assertRefused(byte[] content, String... parts) throws IOException {
    Path file = Files.write(directory.resolve("config.yaml"), content);
    String message = message(file);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertTrue(message.length() < 2_000, message);
  }

  private static void assertMessage(Path file, String message) {
    assertEquals(file + ": " + message, message(file));
  }

  private static String message(Path file) {
    return assertThrows(InvalidConfigurationException.class, () -> ConfigurationLoader.load(file))
        .getMessage();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

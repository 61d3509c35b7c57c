package io.observoor.sinks.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FileNameTest {

  @Test
  void parsesItsOwnFormat() {
    FileName name = new FileName("a-1-2", 3, 1_234_567_890_123_456L);
    assertEquals("a-1-2-000000000003-1234567890123456.parquet", name.toString());
    assertEquals(Optional.of(name), FileName.parse(name.toString()));
  }

  @Test
  void sortsByNumber() {
    List<String> names =
        Stream.of(1L, 9L, 10L, 999L, 1_000L, 999_999_999_999L)
            .map(number -> new FileName("x", number, number).toString())
            .toList();
    assertEquals(names, names.stream().sorted().toList());
  }

  @Test
  void ignoresOtherNames() {
    for (String other :
        List.of(
            "part-0.parquet",
            "x-1-2.parquet",
            "x-000000000001-000000000002.parquet.open",
            "-000000000001-000000000002.parquet",
            "x-000000000001-99999999999999999999.parquet")) {
      assertEquals(Optional.empty(), FileName.parse(other), other);
    }
  }

  @Test
  void acceptsInstallationsThatFileNamesCanContain() {
    assertTrue(FileName.isInstallation("9f86d081-884c.x_y"));
    for (String other : List.of("", "a/b", ".a", "_a", "a b", "ä", "x".repeat(101))) {
      assertFalse(FileName.isInstallation(other), other);
    }
  }

  @Test
  void coversItsRange() {
    FileName name = new FileName("x", 5, 7);
    assertFalse(name.covers(4));
    assertTrue(name.covers(5));
    assertTrue(name.covers(7));
    assertFalse(name.covers(8));
  }
}

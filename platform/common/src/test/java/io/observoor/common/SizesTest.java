package io.observoor.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @Test
  void parsesBytesAndBinaryUnits() {
    assertEquals(Optional.of(134217728L), Sizes.parse("134217728"));
    assertEquals(Optional.of(64L << 10), Sizes.parse("64KiB"));
    assertEquals(Optional.of(128L << 20), Sizes.parse("128MiB"));
    assertEquals(Optional.of(1L << 30), Sizes.parse("1GiB"));
    assertEquals(Optional.of(999_999L << 40), Sizes.parse("999999TiB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1KB", "1 GiB", "1.5GiB", "9999999TiB"})
  void refusesOtherTexts(String text) {
    assertEquals(Optional.empty(), Sizes.parse(text));
  }

  @Test
  void formatsInTheLargestUnit() {
    assertEquals("0 B", Sizes.format(0));
    assertEquals("1023 B", Sizes.format(1023));
    assertEquals("1.5 KiB", Sizes.format(1536));
    assertEquals("2 GiB", Sizes.format(2L << 30));
  }
}

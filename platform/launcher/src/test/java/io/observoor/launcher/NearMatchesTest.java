package io.observoor.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearMatchesTest {

  @ParameterizedTest
  @CsvSource({
    "run,       run,       0",
    "rnu,       run,       1",
    "--cofig,   --config,  1",
    "--procces, --process, 2",
    "'',        run,       3"
  })
  void countsEdits(String from, String to, int edits) {
    assertEquals(edits, NearMatches.edits(from, to));
  }

  @Test
  void aBeginningIsNearToo() {
    var known = List.of("--duration", "--demo", "--data", "--process");

    assertEquals(List.of("--duration"), NearMatches.of("--dur", known));
    assertEquals(List.of(), NearMatches.of("--verbose", known));
  }
}

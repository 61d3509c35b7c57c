package io.observoor.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
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
  void theBeginningOfANameIsNear() {
    var known = List.of("--duration", "--demo", "--data", "--process");

    assertEquals(List.of("--duration"), NearMatches.of("--dur", known));
    assertEquals(List.of(), NearMatches.of("--verbose", known));
  }

  @Test
  void theNearestComesFirst() {
    assertEquals(
        Optional.of("flush_interval"),
        NearMatches.nearest("Flush-Intervall", List.of("batch_size", "flush_interval")));
    assertEquals(Optional.empty(), NearMatches.nearest("x".repeat(1000), List.of("x")));
  }

  @Test
  void aPhraseListsAllNamesWhenNoneIsNear() {
    var known = List.of("parquet", "http");

    assertEquals("did you mean parquet?", NearMatches.phrase("parqet", known));
    assertEquals("known here: parquet, http", NearMatches.phrase("kafka", known));
  }
}

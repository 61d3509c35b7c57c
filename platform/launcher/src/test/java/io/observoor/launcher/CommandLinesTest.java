package io.observoor.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {

  private final Map<String, String> properties = new HashMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void everyOptionOfRunBecomesAProperty() {
    int status =
        execute(
            "run --config c.yaml --data d --process geth --process lodestar,reth --pid 7 --pid 8"
                + " --network hoodi --duration 1m30s --demo");

    assertEquals(0, status);
    assertEquals(
        Map.of(
            "observoor.command", "run",
            "observoor.config", "c.yaml",
            "observoor.data", "d",
            "observoor.process", "geth,lodestar,reth",
            "observoor.pid", "7,8",
            "observoor.network", "hoodi",
            "observoor.duration", "1m30s",
            "observoor.demo", "true"),
        properties);
  }

  @Test
  void migrateSubcommandsBecomeProperties() {
    execute("migrate down --all --yes --config c.yaml");
    assertEquals(
        Map.of(
            "observoor.command", "migrate",
            "observoor.config", "c.yaml",
            "observoor.migrate", "down",
            "observoor.migrate.steps", "2147483647",
            "observoor.migrate.yes", "true"),
        properties);

    properties.clear();
    execute("migrate down");
    assertEquals("1", properties.get("observoor.migrate.steps"));

    properties.clear();
    execute("migrate status -j");
    assertEquals("true", properties.get("observoor.migrate.json"));
  }

  @Test
  void optionsWithoutCommandMeanRun() {
    execute("--config c.yaml");

    assertEquals(Map.of("observoor.command", "run", "observoor.config", "c.yaml"), properties);
  }

  @Test
  void exitStatusIsThatOfTheAgent() {
    assertEquals(1, CommandLines.execute(new String[] {"check"}, given -> 1));
  }

  @ParameterizedTest
  @CsvSource({
    "rnu,                  observoor: unknown command 'rnu',            did you mean run?",
    "run --cofig=x,        observoor run: unknown option '--cofig',     did you mean --config?",
    "run --process,        observoor run: Missing required,             try 'observoor run --help'",
    "run --duration soon,  'soon' is not a number with a unit,          try 'observoor run --help'",
    "run --pid geth,       '--pid',                                     try 'observoor run --help'",
    "check --demo,         observoor check: unknown option,             try 'observoor check"
        + " --help'",
    "version 7,            observoor version: unexpected argument '7',  try 'observoor version"
        + " --help'",
    "migrate,              Usage: observoor migrate up,                 observoor migrate down",
    "migrate upp,          observoor migrate: unknown command 'upp',    did you mean up?",
    "migrate up 3,         observoor migrate up: unexpected argument,   try 'observoor migrate up"
        + " --help'",
    "migrate down 0,       '0' migrations cannot be reverted,           try 'observoor migrate down"
        + " --help'",
    "migrate down 1 --all, use N or --all,                              try 'observoor migrate down"
        + " --help'"
  })
  void wrongUsageNamesTheMistakeAndTheHelp(String line, String mistake, String advice) {
    assertEquals(2, execute(line));

    assertTrue(printed().contains(mistake), printed());
    assertTrue(printed().contains(advice), printed());
    assertTrue(properties.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "run --help",
        "run -h",
        "check --help",
        "version --help",
        "migrate --help",
        "migrate down --help"
      })
  void helpSucceedsAndFitsTheTerminal(String line) {
    assertEquals(0, execute(line));

    assertTrue(printed().startsWith("Usage: observoor"), printed());
    assertTrue(printed().contains("-h, --help"), printed());
    assertTrue(printed().contains("Exit status:"), printed());
    assertTrue(printed().lines().allMatch(text -> text.length() <= 100), printed());
    assertTrue(properties.isEmpty());
  }

  @Test
  void noArgumentsShowTheUsageAndFail() {
    assertEquals(2, execute(""));
    assertTrue(printed().contains("Commands:"), printed());
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertEquals(0, execute("version"));
    assertTrue(printed().matches("observoor [0-9]+\\.[0-9]+\\.[0-9]+.* \\(Java 25.*\\)\\R"));
  }

  private int execute(String line) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (var capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(capture);
      System.setErr(capture);
      String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
      return CommandLines.execute(
          arguments,
          given -> {
            properties.putAll(given);
            return 0;
          });
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}

package io.observoor.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.shell.session.ShellForTests;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShellCommandTest {
  private final ShellForTests shell = new ShellForTests(new Greet());

  @AfterEach
  void close() {
    shell.close();
  }

  /** A command with one of each. */
  public static final class Greet extends ShellCommand {
    Greet() {
      super("greet-them");
    }

    /** Greets. */
    @Descriptor("Greets somebody. At length.")
    @Example("greet-them --times 2 Ann")
    public void run(
        Console console,
        @Descriptor("COUNT: how often")
            @Parameter(
                names = {"-t", "--times"},
                absentValue = "1")
            String times,
        @Descriptor("in capitals")
            @Parameter(
                names = {"-l", "--loud"},
                presentValue = "true",
                absentValue = "false")
            boolean loud,
        @Descriptor("NAME: whom") String name,
        @Descriptor("FROM: who does") Optional<String> from)
        throws CommandFailedException {
      if (name.equals("nobody")) {
        throw new CommandFailedException("greet-them: there is nobody");
      }
      String text = times + " " + name + " " + from.orElse("-");
      console.out().println(loud ? text.toUpperCase(java.util.Locale.ROOT) : text);
    }

    @Override
    public List<String> candidates(String argument) {
      return argument.equals("NAME") ? List.of("Ann", "Bob") : List.of();
    }
  }

  @Test
  void wordsFindTheirPlaces() {
    assertEquals(0, shell.run("greet-them Ann"));
    assertEquals("1 Ann -\n", shell.output());
    assertEquals(0, shell.run("observoor:greet-them -l Ann --times 3 Bob"));
    assertEquals("3 ANN BOB\n", shell.output());
    assertEquals(0, shell.run("greet-them --times=4 -- -l"));
    assertEquals("4 -l -\n", shell.output());
    assertEquals(0, shell.run("greet-them 'Ann and Bob'"));
    assertEquals("1 Ann and Bob -\n", shell.output());
  }

  @Test
  void whatDoesNotFitIsNamed() {
    wrong("greet-them", "NAME is missing");
    wrong("greet-them a b c", "no place for 'c'");
    wrong("greet-them --lod a", "unknown option --lod");
    wrong("greet-them a -t", "needs a value COUNT");
    wrong("greet-them a --loud=yes", "takes no value");
    wrong("great", "there is no command great");
    wrong("greet-them 'a", "no command line");
  }

  private void wrong(String line, String message) {
    assertEquals(2, shell.run(line), line);
    String errors = shell.errors();
    assertTrue(errors.contains(message), errors);
  }

  @Test
  void failureIsNotWrongUse() {
    assertEquals(1, shell.run("greet-them nobody"));
    assertEquals("greet-them: there is nobody\n", shell.errors());
    assertEquals("", shell.output());
  }

  @Test
  void severalCommandsOfALine() {
    assertEquals(0, shell.run("greet-them Ann; greet-them Bob"));
    assertEquals("1 Ann -\n1 Bob -\n", shell.output());
  }

  @Test
  void argumentsAndOptionsAreCompleted() {
    Greet greet = new Greet();
    assertEquals(List.of("Ann", "Bob", "--times", "--loud"), greet.completions(List.of()));
    assertEquals(List.of("--times"), greet.completions(List.of("--loud", "Ann")));
    assertEquals(List.of(), greet.completions(List.of("--times")));
    assertEquals(List.of("Ann", "Bob", "--loud"), greet.completions(List.of("--times", "2")));
  }

  @Test
  void usageShowsEverything() {
    assertEquals(
        "greet-them [-t COUNT] [-l] NAME [FROM]", new Greet().signature().usage("greet-them"));
    assertThrows(IllegalStateException.class, () -> Signature.of(String.class));
  }
}

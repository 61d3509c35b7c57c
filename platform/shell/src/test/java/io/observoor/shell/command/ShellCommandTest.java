package io.observoor.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.shell.session.ShellForTests;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ShellCommandTest {
  private final ShellForTests shell = new ShellForTests(new Greet());

  @AfterEach
  void close() {
    shell.close();
  }

  /** A command with an option, a switch, an argument and an optional argument. */
  private static final class Greet extends ShellCommand {
    @Override
    protected Invocation newInvocation() {
      return new Call();
    }

    @Override
    protected List<String> argumentValues(String label) {
      return label.equals("NAME") ? List.of("Ann", "Bob") : List.of();
    }

    @Command(
        name = "greet-them",
        description = {"Greets somebody.", "At length."},
        footer = "greet-them --times 2 Ann")
    private static final class Call extends Invocation {
      @Option(
          names = {"-t", "--times"},
          paramLabel = "COUNT",
          defaultValue = "1",
          description = "Number of greetings (default: ${DEFAULT-VALUE}).")
      private int times;

      @Option(
          names = {"-l", "--loud"},
          description = "Greet in capitals.")
      private boolean loud;

      @Parameters(index = "0", paramLabel = "NAME", description = "Whom to greet.")
      private String name;

      @Parameters(index = "1", paramLabel = "FROM", arity = "0..1", description = "Who greets.")
      private Optional<String> from;

      @Override
      protected void run(Console console) throws CommandFailedException {
        if (name.equals("nobody")) {
          throw new CommandFailedException(name() + ": there is nobody");
        }
        String text = times + " " + name + " " + from.orElse("-");
        console.out().println(loud ? text.toUpperCase(Locale.ROOT) : text);
      }
    }
  }

  @Test
  void optionsAndArgumentsAreParsed() {
    assertEquals(0, shell.run("greet-them Ann"));
    assertEquals("1 Ann -\n", shell.output());
    assertEquals(0, shell.run("observoor:greet-them -l Ann --times 3 Bob"));
    assertEquals("3 ANN BOB\n", shell.output());
    assertEquals(0, shell.run("greet-them --times=4 -- -l"));
    assertEquals("4 -l -\n", shell.output());
    assertEquals(0, shell.run("greet-them 'Ann and Bob'"));
    assertEquals("1 Ann and Bob -\n", shell.output());
    assertEquals(0, shell.run("greet-them '@/etc/passwd'"));
    assertEquals("1 @/etc/passwd -\n", shell.output());
  }

  @Test
  void mistakesAreNamed() {
    wrong("greet-them", "Missing required parameter: 'NAME'");
    wrong("greet-them a b c", "unexpected argument 'c'");
    wrong("greet-them --lod a", "unknown option '--lod'; did you mean --loud?");
    wrong("greet-them a -t", "Missing required parameter for option '--times' (COUNT)");
    wrong("greet-them a --loud=yes", "Invalid value for option '--loud': 'yes' is not a boolean");
    wrong("greet-them a -t x", "Invalid value for option '--times': 'x' is not an int");
    wrong("greet-them --lod a", "try 'help greet-them'");
    wrong("great-them", "unknown command 'great-them'; did you mean greet-them?");
    wrong("greet-them 'a", "syntax error");
  }

  private void wrong(String line, String message) {
    assertEquals(2, shell.run(line), line);
    String errors = shell.errors();
    assertTrue(errors.contains(message), errors);
  }

  @Test
  void failureIsNotWrongUsage() {
    assertEquals(1, shell.run("greet-them nobody"));
    assertEquals("greet-them: there is nobody\n", shell.errors());
    assertEquals("", shell.output());
  }

  @Test
  void severalCommandsInALine() {
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
  void helpExplainsEverything() {
    assertEquals(0, shell.run("greet-them -h"));
    assertEquals(
        """
        Usage: greet-them [-hl] [-t=COUNT] NAME [FROM]

        Greets somebody.
        At length.

        Arguments:
              NAME            Whom to greet.
              [FROM]          Who greets.

        Options:
          -t, --times=COUNT   Number of greetings (default: 1).
          -l, --loud          Greet in capitals.
          -h, --help          Show this help and exit.

        Example:
          greet-them --times 2 Ann
        """,
        shell.output());
  }
}

package io.observoor.shell.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * One call of a {@link ShellCommand}: a class with picocli's annotations, whose fields hold the
 * options and arguments of the call. The first line of its description is the summary in {@code
 * help}.
 */
@Command(
    descriptionHeading = "%n",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n  ",
    sortOptions = false,
    usageHelpWidth = 100)
public abstract class Invocation {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 100,
      description = "Show this help and exit.")
  boolean help;

  /** Returns the command's name, for messages. */
  protected final String name() {
    return spec.name();
  }

  /**
   * Carries out the command.
   *
   * @throws CommandFailedException when it fails; the message is for the user
   * @throws InterruptedException when the user presses Ctrl-C or disconnects
   */
  protected abstract void run(Console console) throws CommandFailedException, InterruptedException;
}

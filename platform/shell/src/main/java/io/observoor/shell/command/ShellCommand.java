package io.observoor.shell.command;

import io.observoor.common.Durations;
import io.observoor.terminal.UsageErrors;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * A command as an OSGi service, which Gogo calls and picocli parses. Sessions call the one instance
 * at the same time; the options of each call are in an {@link Invocation} of its own.
 */
public abstract class ShellCommand implements Function {
  private static final Duration MAXIMUM_DURATION = Duration.ofDays(365);

  /** Creates the object that holds the options and arguments of one call. */
  protected abstract Invocation newInvocation();

  /**
   * Returns the values that completion offers for an argument.
   *
   * @param label the argument's label in the usage
   */
  protected List<String> argumentValues(String label) {
    return List.of();
  }

  private CommandLine commandLine(Invocation invocation) {
    return new CommandLine(invocation)
        .setExpandAtFiles(false)
        .registerConverter(Duration.class, ShellCommand::duration);
  }

  private static Duration duration(String text) {
    return Durations.parse(text)
        .filter(duration -> duration.isPositive() && duration.compareTo(MAXIMUM_DURATION) <= 0)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is not a duration of up to 365d, such as 500ms, 30s or 5m"));
  }

  /** Returns picocli's model of the command: its name, description, options and arguments. */
  public final CommandSpec spec() {
    return commandLine(newInvocation()).getCommandSpec();
  }

  /** Returns the first line of the description. */
  final String summary() {
    return spec().usageMessage().description()[0];
  }

  /**
   * Returns the help text.
   *
   * @param name the name to show, as a command may have several
   */
  final String help(String name, boolean colours) {
    return commandLine(newInvocation())
        .setCommandName(name)
        .getUsageMessage(colours ? Ansi.ON : Ansi.OFF);
  }

  /** Returns what may follow these words, which do not include the command's name. */
  public final List<String> completions(List<String> words) {
    CommandSpec spec = spec();
    int position = 0;
    boolean isValue = false;
    for (String word : words) {
      position += isValue || word.startsWith("-") ? 0 : 1;
      OptionSpec option = spec.optionsMap().get(word);
      isValue = !isValue && option != null && option.arity().max() > 0;
    }
    if (isValue) {
      return List.of();
    }
    Stream<String> values =
        position < spec.positionalParameters().size()
            ? argumentValues(spec.positionalParameters().get(position).paramLabel()).stream()
            : Stream.of();
    Stream<String> options =
        spec.options().stream().filter(option -> !option.usageHelp()).map(OptionSpec::longestName);
    return Stream.concat(values, options).filter(word -> !words.contains(word)).toList();
  }

  @Override
  public final Object execute(CommandSession session, List<Object> words)
      throws CommandFailedException, InterruptedException {
    Invocation invocation = newInvocation();
    CommandLine line = commandLine(invocation);
    try {
      line.parseArgs(words.stream().map(String::valueOf).toArray(String[]::new));
    } catch (ParameterException mistake) {
      throw new UsageException(UsageErrors.explain(mistake, "help " + line.getCommandName()));
    }
    Console console = Console.of(session);
    if (line.isUsageHelpRequested()) {
      console.out().print(help(line.getCommandName(), console.colours()));
    } else {
      invocation.run(console);
    }
    return null;
  }
}

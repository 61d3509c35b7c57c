package io.observoor.shell.command;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/**
 * A command of ours: a public method {@code run} that says by annotations what it takes (see {@link
 * Signature}) and what it does. Gogo itself finds a command by the name of a method, which cannot
 * have a hyphen, and answers a wrong use with the types that Java would have wanted; so the words
 * are matched here.
 */
public abstract class ShellCommand implements Function {
  private final String name;
  private final Signature signature;

  /** A command of this name, without its scope. */
  protected ShellCommand(String name) {
    this.name = name;
    this.signature = Signature.of(getClass());
  }

  /** Its name, without its scope. */
  public final String name() {
    return name;
  }

  final Signature signature() {
    return signature;
  }

  /**
   * What can stand at an argument, for completion.
   *
   * @param argument its name in the usage
   */
  public List<String> candidates(String argument) {
    return List.of();
  }

  /** What can be typed behind the words so far, which do not include the command. */
  public final List<String> completions(List<String> words) {
    int arguments = 0;
    boolean value = false;
    for (String word : words) {
      arguments += value || word.startsWith("-") ? 0 : 1;
      value = !value && signature.option(word).filter(option -> !option.isSwitch()).isPresent();
    }
    if (value) {
      return List.of();
    }
    List<String> options =
        signature.options().stream()
            .flatMap(option -> option.names().stream())
            .filter(option -> option.startsWith("--") && !words.contains(option))
            .toList();
    List<String> values =
        arguments < signature.arguments().size()
            ? candidates(signature.arguments().get(arguments).name()).stream()
                .filter(candidate -> !words.contains(candidate))
                .toList()
            : List.of();
    return Stream.concat(values.stream(), options.stream()).toList();
  }

  @Override
  public final Object execute(CommandSession session, List<Object> arguments) throws Exception {
    List<String> words = arguments.stream().map(String::valueOf).toList();
    Object[] values = signature.bind(name, Console.of(session), words);
    try {
      return signature.method().invoke(this, values);
    } catch (InvocationTargetException wrapped) {
      if (wrapped.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new IllegalStateException(wrapped.getCause());
    }
  }
}

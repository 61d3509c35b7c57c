package io.observoor.shell.command;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/**
 * What a command takes, read from the annotations of its method {@code run}: its first parameter is
 * the {@link Console}; those with {@link Parameter} are options; the others are arguments, whose
 * {@link Descriptor} begins with their name and a colon.
 *
 * @param method the method
 * @param options what begins with a hyphen, in the order of the method
 * @param arguments the rest, in order
 */
record Signature(Method method, List<Option> options, List<Argument> arguments) {

  /**
   * An option.
   *
   * @param names how it can be written
   * @param value what its value is called; empty for a switch
   * @param absent its value when it is not given
   * @param description what it does
   * @param position of the method's parameter
   */
  record Option(List<String> names, String value, String absent, String description, int position) {
    boolean isSwitch() {
      return value.isEmpty();
    }

    String usage() {
      return names.getFirst() + (isSwitch() ? "" : " " + value);
    }

    String heading() {
      return String.join(", ", names) + (isSwitch() ? "" : " " + value);
    }
  }

  /**
   * An argument.
   *
   * @param name as the usage shows it
   * @param description what it is
   * @param optional whether it may be left out
   * @param position of the method's parameter
   */
  record Argument(String name, String description, boolean optional, int position) {
    String usage() {
      return optional ? "[" + name + "]" : name;
    }
  }

  /** The signature of a command. */
  static Signature of(Class<?> command) {
    Method run =
        Arrays.stream(command.getMethods())
            .filter(method -> method.getName().equals("run") && !method.isBridge())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(command + " has no method run"));
    List<Option> options = new ArrayList<>();
    List<Argument> arguments = new ArrayList<>();
    Annotation[][] annotations = run.getParameterAnnotations();
    for (int position = 1; position < annotations.length; position++) {
      String description =
          find(annotations[position], Descriptor.class).map(Descriptor::value).orElse("");
      int colon = description.indexOf(": ");
      String name = colon < 0 ? "" : description.substring(0, colon);
      String rest = colon < 0 ? description : description.substring(colon + 2);
      Optional<Parameter> option = find(annotations[position], Parameter.class);
      if (option.isPresent()) {
        boolean isSwitch = !Parameter.UNSPECIFIED.equals(option.get().presentValue());
        options.add(
            new Option(
                List.of(option.get().names()),
                isSwitch ? "" : name,
                option.get().absentValue(),
                isSwitch ? description : rest,
                position));
      } else {
        boolean optional = run.getParameterTypes()[position] == Optional.class;
        arguments.add(new Argument(name, rest, optional, position));
      }
    }
    return new Signature(run, List.copyOf(options), List.copyOf(arguments));
  }

  private static <T extends Annotation> Optional<T> find(Annotation[] all, Class<T> type) {
    return Arrays.stream(all).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** What the command does, in words. */
  String description() {
    return Optional.ofNullable(method.getAnnotation(Descriptor.class))
        .map(Descriptor::value)
        .orElse("");
  }

  /** A line that shows its use, if it has one. */
  Optional<String> example() {
    return Optional.ofNullable(method.getAnnotation(Example.class)).map(Example::value);
  }

  /** One line: what it takes. */
  String usage(String name) {
    StringBuilder usage = new StringBuilder(name);
    options.forEach(option -> usage.append(" [").append(option.usage()).append(']'));
    arguments.forEach(argument -> usage.append(' ').append(argument.usage()));
    return usage.toString();
  }

  /** The option of this name. */
  Optional<Option> option(String name) {
    return options.stream().filter(option -> option.names.contains(name)).findFirst();
  }

  /**
   * The values of the method's parameters, from what was typed.
   *
   * @param name the command's, for messages
   * @throws WrongUseException when that does not fit
   */
  Object[] bind(String name, Console console, List<String> typed) {
    Object[] values = new Object[method.getParameterCount()];
    values[0] = console;
    options.forEach(option -> values[option.position] = convert(option, option.absent));
    List<String> positional = new ArrayList<>();
    boolean onlyArguments = false;
    for (int at = 0; at < typed.size(); at++) {
      String word = typed.get(at);
      if (onlyArguments || !word.startsWith("-") || word.equals("-")) {
        positional.add(word);
      } else if (word.equals("--")) {
        onlyArguments = true;
      } else {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String written = equals < 0 ? word : word.substring(0, equals);
        Option option = option(written).orElseThrow(() -> unknown(name, written));
        if (option.isSwitch() && equals < 0) {
          values[option.position] = true;
        } else if (option.isSwitch()) {
          throw wrong(name, "option " + written + " takes no value");
        } else if (equals >= 0) {
          values[option.position] = word.substring(equals + 1);
        } else if (at + 1 < typed.size()) {
          at++;
          values[option.position] = typed.get(at);
        } else {
          throw wrong(name, "option " + word + " needs a value " + option.value);
        }
      }
    }
    bindArguments(name, positional, values);
    return values;
  }

  private void bindArguments(String name, List<String> typed, Object[] values) {
    if (typed.size() > arguments.size()) {
      throw wrong(name, "there is no place for '" + typed.get(arguments.size()) + "'");
    }
    for (int at = 0; at < arguments.size(); at++) {
      Argument argument = arguments.get(at);
      Optional<String> value = at < typed.size() ? Optional.of(typed.get(at)) : Optional.empty();
      if (argument.optional) {
        values[argument.position] = value;
      } else {
        values[argument.position] =
            value.orElseThrow(() -> wrong(name, argument.name + " is missing"));
      }
    }
  }

  private static Object convert(Option option, String value) {
    return option.isSwitch() ? Boolean.valueOf(value) : value;
  }

  private WrongUseException unknown(String name, String option) {
    String known = options.stream().map(Option::heading).collect(Collectors.joining("; "));
    return wrong(
        name, "unknown option " + option + (known.isEmpty() ? "" : " (there is: " + known + ")"));
  }

  private WrongUseException wrong(String name, String what) {
    return new WrongUseException(name + ": " + what + "\nusage: " + usage(name));
  }
}

package io.observoor.probes.net;

import java.util.List;
import java.util.OptionalInt;

/**
 * Flags of a process: {@code --flag value}, {@code --flag=value} and {@code --flag:value}, with one
 * dash or two, case-insensitive: the union of what the clients accept.
 *
 * @param arguments the command line, the program's name first
 */
record CommandLine(List<String> arguments) {

  static String withoutDashes(String flag) {
    int start = 0;
    while (start < 2 && start < flag.length() && flag.charAt(start) == '-') {
      start++;
    }
    return flag.substring(start);
  }

  /** Returns the number that a flag has; the last one if the flag is repeated. */
  OptionalInt number(String name) {
    OptionalInt found = OptionalInt.empty();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("-")) {
        OptionalInt number = number(withoutDashes(argument), name, i + 1);
        found = number.isPresent() ? number : found;
      }
    }
    return found;
  }

  private OptionalInt number(String argument, String name, int next) {
    if (!argument.regionMatches(true, 0, name, 0, name.length())) {
      return OptionalInt.empty();
    }
    if (argument.length() == name.length()) {
      return next < arguments.size() ? parse(arguments.get(next)) : OptionalInt.empty();
    }
    char separator = argument.charAt(name.length());
    return separator == '=' || separator == ':'
        ? parse(argument.substring(name.length() + 1))
        : OptionalInt.empty();
  }

  private static OptionalInt parse(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}

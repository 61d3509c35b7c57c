package io.observoor.probes.syscall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parses C headers: those of this module as text, the system's through the preprocessor. */
final class Headers {
  private static final Path SOURCES = Path.of("src/main/bpf");
  private static final Pattern ENUMERATOR = Pattern.compile("\\b([A-Z][A-Z_]*) = (\\d+),");
  private static final Pattern CALL = Pattern.compile("CALL\\((\\w+), (\\d+), (\\w+)\\)");
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^#define __NR(?:3264)?_(\\w+) (\\d+)$");

  private Headers() {}

  /** A line of a table of system calls. */
  record Call(String name, int number, String action) {}

  /** Returns the enumerators of an enum of {@code syscall.h} that have an explicit value. */
  static Map<String, Integer> enumeration(String tag) {
    String text = read("syscall.h");
    int start = text.indexOf("enum " + tag + " {");
    return ENUMERATOR
        .matcher(text.substring(start, text.indexOf("};", start)))
        .results()
        .collect(
            Collectors.toMap(
                match -> match.group(1),
                match -> Integer.valueOf(match.group(2)),
                (first, second) -> first,
                LinkedHashMap::new));
  }

  /** Returns a table, the macro {@code table} of {@code header}, with the common calls. */
  static Map<String, Call> calls(String header, String table) {
    String own = macro(read(header), table);
    String text =
        own.contains("COMMON_CALLS") ? own + macro(read("syscalls_common.h"), "COMMON_CALLS") : own;
    return CALL.matcher(text)
        .results()
        .map(match -> new Call(match.group(1), Integer.parseInt(match.group(2)), match.group(3)))
        .collect(
            Collectors.toMap(
                Call::name,
                call -> call,
                (first, second) -> {
                  throw new AssertionError(header + " has " + first + " and " + second);
                },
                LinkedHashMap::new));
  }

  /** Returns the numbers that a system header defines. */
  static Map<String, Integer> system(String include, String... defines) {
    try {
      ProcessBuilder builder = new ProcessBuilder("gcc", "-E", "-dM", "-x", "c");
      for (String define : defines) {
        builder.command().add("-D" + define);
      }
      builder.command().add("-");
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write("#include <" + include + ">\n");
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("gcc cannot preprocess <" + include + ">");
      }
      return DEFINITION
          .matcher(output)
          .results()
          .collect(Collectors.toMap(Headers::name, Headers::number, (first, second) -> first));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }

  private static Integer number(MatchResult match) {
    return Integer.valueOf(match.group(2));
  }

  private static String macro(String text, String name) {
    int start = text.indexOf("#define " + name + "(CALL)");
    if (start < 0) {
      throw new AssertionError("headers have no macro " + name);
    }
    int end = text.indexOf("\n\n", start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static String read(String header) {
    try {
      return Files.readString(SOURCES.resolve(header));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

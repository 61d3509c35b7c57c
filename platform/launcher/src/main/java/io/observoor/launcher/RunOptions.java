package io.observoor.launcher;

import io.observoor.common.Durations;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code run}. */
final class RunOptions extends ConfigurationOptions {

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      order = 6,
      converter = DurationText.class,
      description = "Stop after this time, such as 60s, 10m or 1h30m (default: never).")
  private String duration;

  @Option(
      names = "--demo",
      order = 7,
      description = "Start a small workload and track it, if no client is running.")
  private boolean demo;

  @Option(
      names = "--shell",
      order = 8,
      description = "Open the shell in this terminal; Ctrl-D leaves it.")
  private boolean shell;

  @Override
  Map<String, String> properties() {
    Map<String, String> properties = super.properties();
    put(properties, "observoor.duration", duration);
    put(properties, "observoor.demo", demo ? "true" : null);
    put(properties, Agent.SHELL, shell ? "true" : null);
    return properties;
  }

  /** Checks a duration, and keeps its text for the agent. */
  static final class DurationText implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
      if (Durations.parse(text).isEmpty()) {
        throw new TypeConversionException("'" + text + "' is not " + Durations.EXPECTED);
      }
      return text;
    }
  }
}

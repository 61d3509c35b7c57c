package io.observoor.launcher;

import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a run. */
final class RunOptions extends ConfigurationOptions {

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      order = 6,
      converter = DurationText.class,
      description = "Stop after this time, such as 60s, 10m or 1h30m.")
  private String duration;

  @Option(
      names = "--demo",
      order = 7,
      description =
          "Where no client runs, start a small workload and track that, so that there is something"
              + " to see.")
  private boolean demo;

  @Option(
      names = "--shell",
      order = 8,
      description = "Open the shell in this terminal: type help, and Ctrl-D to leave it.")
  private boolean shell;

  @Override
  Map<String, String> properties() {
    Map<String, String> properties = super.properties();
    put(properties, "observoor.duration", duration);
    put(properties, "observoor.demo", demo ? "true" : null);
    put(properties, Agent.SHELL, shell ? "true" : null);
    return properties;
  }

  /** A duration is handed on as it was written, as one in the configuration file would be. */
  static final class DurationText implements ITypeConverter<String> {

    private static final Pattern DURATION = Pattern.compile("([0-9]+(\\.[0-9]+)?(ms|s|m|h))+");

    @Override
    public String convert(String text) {
      if (!DURATION.matcher(text).matches()) {
        throw new TypeConversionException("'" + text + "' is no time such as 500ms, 60s or 1h30m");
      }
      return text;
    }
  }
}

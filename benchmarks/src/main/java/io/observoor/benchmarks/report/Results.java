package io.observoor.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The figures measured so far, kept in a JSON file. Measuring a part again replaces its figures
 * only. One thread.
 */
public final class Results {
  private final Path file;
  private final Map<String, Measurement> measurements = new LinkedHashMap<>();
  private String machine = "";

  private Results(Path file) {
    this.file = file;
  }

  /** Reads a file; returns no figures if it does not exist. */
  public static Results load(Path file) throws IOException {
    Results results = new Results(file);
    if (Files.exists(file)) {
      // JSON is YAML
      Object document =
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      if (document instanceof Map<?, ?> map && map.get("figures") instanceof List<?> figures) {
        results.machine = String.valueOf(map.get("machine"));
        figures.forEach(results::read);
      }
    }
    return results;
  }

  private void read(Object figure) {
    if (figure instanceof Map<?, ?> map && map.get("value") instanceof Number value) {
      measurements.put(
          String.valueOf(map.get("id")),
          new Measurement(value.doubleValue(), String.valueOf(map.get("detail"))));
    }
  }

  /** Returns the machine of the last measurement. */
  public String machine() {
    return machine;
  }

  /** Sets the machine. */
  public void setMachine(String description) {
    machine = description;
  }

  /** Returns the measurement of a figure. */
  public Optional<Measurement> of(Figure figure) {
    return Optional.ofNullable(measurements.get(figure.id()));
  }

  /** Removes the figures of a part. */
  public void forget(Part part) {
    Figures.all().stream()
        .filter(figure -> figure.part() == part)
        .forEach(figure -> measurements.remove(figure.id()));
  }

  /**
   * Stores a figure.
   *
   * @throws IllegalArgumentException if no figure has this id
   */
  public void put(String id, double value, String detail) {
    if (Figures.all().stream().noneMatch(figure -> figure.id().equals(id))) {
      throw new IllegalArgumentException("unknown figure " + id);
    }
    measurements.put(id, new Measurement(value, detail));
  }

  /** Writes the file. */
  public void save() throws IOException {
    StringBuilder json = new StringBuilder();
    json.append("{\n  \"machine\": ").append(quote(machine)).append(",\n  \"figures\": [");
    String separator = "\n";
    for (Figure figure : Figures.all()) {
      Measurement measured = measurements.get(figure.id());
      if (measured != null) {
        json.append(separator).append("    ").append(line(figure, measured));
        separator = ",\n";
      }
    }
    json.append("\n  ]\n}\n");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  private static String line(Figure figure, Measurement measured) {
    return "{\"id\": %s, \"what\": %s, \"value\": %s, \"unit\": %s, \"aim\": %s, \"met\": %s, \"detail\": %s}"
        .formatted(
            quote(figure.id()),
            quote(figure.what()),
            String.format(Locale.ROOT, "%.4f", measured.value()),
            quote(figure.unit()),
            figure.aim().map(aim -> quote(aim.toString())).orElse("null"),
            figure.aim().map(aim -> String.valueOf(aim.isMet(measured.value()))).orElse("null"),
            quote(measured.detail()));
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}

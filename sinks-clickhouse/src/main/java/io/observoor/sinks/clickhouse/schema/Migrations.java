package io.observoor.sinks.clickhouse.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * The numbered steps of a schema, in order.
 *
 * @param steps at least one
 */
public record Migrations(List<Migration> steps) {
  private static final Pattern FILE = Pattern.compile("(\\d{6})_(\\w+)\\.(up|down)\\.sql");

  /** Copies the list. */
  public Migrations {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("there are no migrations");
    }
  }

  /** Those that the build has put into the sink's bundle. */
  public static Migrations packed(Bundle bundle, Form form) {
    Map<String, String> files = new TreeMap<>();
    var entries = bundle.findEntries("migrations/" + form.folder(), "*.sql", false);
    if (entries != null) {
      for (URL url : Collections.list(entries)) {
        try (InputStream in = url.openStream()) {
          String path = url.getPath();
          files.put(
              path.substring(path.lastIndexOf('/') + 1), new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return of(files);
  }

  /** Those of a folder. */
  public static Migrations in(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(it -> it.toString().endsWith(".sql")).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(files);
  }

  /**
   * Those of files.
   *
   * @param files their texts by name, which is that of golang-migrate: {@code
   *     000008_create_sync_state.up.sql}
   */
  static Migrations of(Map<String, String> files) {
    List<Migration> steps = new ArrayList<>();
    for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
      Matcher name = FILE.matcher(file.getKey());
      if (!name.matches()) {
        throw new IllegalArgumentException(file.getKey() + " is not the name of a migration");
      }
      if (name.group(3).equals("up")) {
        String down = file.getKey().replace(".up.sql", ".down.sql");
        steps.add(
            new Migration(
                Long.parseLong(name.group(1)),
                name.group(2),
                file.getValue().strip(),
                Optional.ofNullable(files.get(down))
                    .orElseThrow(() -> new IllegalArgumentException(down + " is missing"))
                    .strip()));
      }
    }
    return new Migrations(steps);
  }

  /** The step of this version. */
  Optional<Migration> find(long version) {
    return steps.stream().filter(step -> step.version() == version).findFirst();
  }

  /** The number of the last step. */
  long newest() {
    return steps.getLast().version();
  }

  /** The number before that of a step; {@link State#NONE} before the first. */
  long before(Migration step) {
    int index = steps.indexOf(step);
    return index == 0 ? State.NONE : steps.get(index - 1).version();
  }

  /** The tables that the steps make. */
  List<String> tables() {
    return steps.stream().map(Migration::table).filter(table -> !table.isEmpty()).toList();
  }
}

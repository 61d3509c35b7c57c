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
 * All migrations of a schema, in the order of their versions.
 *
 * @param all at least one
 */
public record Migrations(List<Migration> all) {
  private static final Pattern FILE = Pattern.compile("(\\d{6})_(\\w+)\\.(up|down)\\.sql");

  public Migrations {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no migrations");
    }
  }

  /** Reads the migrations in the sink's bundle. */
  public static Migrations packed(Bundle bundle, TableTopology topology) {
    Map<String, String> files = new TreeMap<>();
    var entries = bundle.findEntries("migrations/" + topology.folder(), "*.sql", false);
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

  /** Reads the migrations in a folder. */
  static Migrations in(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path file : paths.filter(it -> it.toString().endsWith(".sql")).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(files);
  }

  /**
   * Parses migrations.
   *
   * @param files the statements by golang-migrate's file names: {@code 000008_create_x.up.sql}
   */
  private static Migrations of(Map<String, String> files) {
    List<Migration> migrations = new ArrayList<>();
    for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
      Matcher name = FILE.matcher(file.getKey());
      if (!name.matches()) {
        throw new IllegalArgumentException(file.getKey() + " is not a file name of a migration");
      }
      if (name.group(3).equals("up")) {
        String down = file.getKey().replace(".up.sql", ".down.sql");
        migrations.add(
            new Migration(
                Long.parseLong(name.group(1)),
                name.group(2),
                file.getValue().strip(),
                Optional.ofNullable(files.get(down))
                    .orElseThrow(() -> new IllegalArgumentException(down + " is missing"))
                    .strip()));
      }
    }
    return new Migrations(migrations);
  }

  /** Returns the migration of a version. */
  Optional<Migration> find(long version) {
    return all.stream().filter(it -> it.version() == version).findFirst();
  }

  /** Returns the newest version. */
  long newest() {
    return all.getLast().version();
  }

  /** Returns the version before a migration; {@link SchemaState#NO_VERSION} before the first. */
  long versionBefore(Migration migration) {
    int index = all.indexOf(migration);
    return index == 0 ? SchemaState.NO_VERSION : all.get(index - 1).version();
  }

  /** Returns the tables that the migrations create. */
  List<String> tables() {
    return all.stream().map(Migration::table).filter(table -> !table.isEmpty()).toList();
  }
}

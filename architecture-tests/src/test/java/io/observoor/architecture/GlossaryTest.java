package io.observoor.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The types, methods, packages and files that docs/glossary.md names exist. */
class GlossaryTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A row of the table: the word, what it is, where it is, what not to say. */
  private static final Pattern ROW =
      Pattern.compile("^\\| ([^|]+) \\| ([^|]+) \\|([^|]*)\\|[^|]*\\|$", Pattern.MULTILINE);

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void everyNameInTheGlossaryExists() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int names = 0;
    Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/glossary.md")));
    while (row.find()) {
      Matcher code = CODE.matcher(row.group(3));
      while (code.find()) {
        names++;
        if (!exists(code.group(1), sources)) {
          missing.add(row.group(1) + ": " + code.group(1));
        }
      }
    }
    assertTrue(names > 40, names + " names");
    assertEquals(List.of(), missing);
  }

  /** A path, a package below io.observoor, a type, or a type with a method or component. */
  private static boolean exists(String name, Map<String, String> sources) {
    if (name.contains("/")) {
      return Files.exists(ROOT.resolve(name));
    }
    String[] parts = name.split("\\.", 2);
    if (Character.isLowerCase(name.charAt(0))) {
      String folder = "/io/observoor/" + name.replace('.', '/') + "/";
      return sources.keySet().stream().anyMatch(path -> path.contains(folder));
    }
    String type = "\\b(class|record|interface|enum) " + parts[0] + "\\b";
    Pattern declaration = Pattern.compile(type);
    return sources.values().stream()
        .filter(text -> declaration.matcher(text).find())
        .anyMatch(text -> parts.length == 1 || text.contains(" " + parts[1]));
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files.filter(path -> path.toString().matches(".*/src/main/java/.*\\.java")).toList()) {
        sources.put(file.toString(), Files.readString(file));
      }
    }
    return sources;
  }
}

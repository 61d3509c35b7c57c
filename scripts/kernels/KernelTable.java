import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the tables of docs/kernels.md between its two marks: the hook of each event on each kernel
 * according to {@code observoor check}, with all hooks and with each kind disabled. Reads
 * RESULTS/KERNEL/version and RESULTS/KERNEL/CHOICE/check.txt.
 */
final class KernelTable {
  private static final String BEGIN = "<!-- written by scripts/kernels/table -->";
  private static final String END = "<!-- end -->";
  private static final String ALL = "all";

  /** A row of check's table: event, group, probe, hook, and an optional note's mark. */
  private static final Pattern ROW =
      Pattern.compile("^(\\w+)\\s+(\\w+)\\s+([\\w-]+)\\s{2,}(.+?)(?: \\[\\d+])?$");

  private static final Pattern HEADING = Pattern.compile("^EVENT\\s+GROUP\\s+PROBE\\s+.*");

  /** Kernel to choice to event to hook. */
  private final Map<String, Map<String, Map<String, String>>> hooks = new LinkedHashMap<>();

  public static void main(String[] arguments) throws IOException {
    Path results = Path.of(arguments[0]);
    Path document = Path.of(arguments[1]);
    KernelTable table = new KernelTable();
    for (Path kernel : children(results)) {
      // skips the programs compiled for a guest
      if (Files.exists(kernel.resolve("version"))) {
        table.read(kernel);
      }
    }
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(document + " lacks the marks " + BEGIN + " and " + END);
    }
    Files.writeString(
        document, text.substring(0, begin) + BEGIN + "\n\n" + table.text() + text.substring(end));
  }

  /** Returns a directory's subdirectories, kernels in the order of their versions. */
  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(Files::isDirectory)
          .sorted(Comparator.comparing(path -> sortable(path.getFileName().toString())))
          .toList();
    }
  }

  private static String sortable(String name) {
    Matcher number = Pattern.compile("\\d+").matcher(name);
    return number.replaceAll(match -> "%05d".formatted(Integer.parseInt(match.group())));
  }

  private void read(Path kernel) throws IOException {
    String name = Files.readString(kernel.resolve("version")).strip();
    for (Path choice : children(kernel)) {
      Path check = choice.resolve("check.txt");
      if (Files.exists(check)) {
        Map<String, String> events = events(Files.readAllLines(check));
        hooks
            .computeIfAbsent(name, key -> new LinkedHashMap<>())
            .put(choice.getFileName().toString(), events);
      }
    }
  }

  private static Map<String, String> events(List<String> lines) {
    Map<String, String> events = new LinkedHashMap<>();
    boolean inTable = false;
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (HEADING.matcher(line).matches()) {
        inTable = true;
      } else if (line.isBlank()) {
        inTable = false;
      } else if (inTable && row.matches()) {
        events.put(row.group(1), row.group(4).startsWith("not available") ? "none" : row.group(4));
      }
    }
    return events;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    Set<String> choices = new LinkedHashSet<>(List.of(ALL));
    hooks.values().forEach(kernel -> choices.addAll(new TreeMap<>(kernel).keySet()));
    for (String choice : choices) {
      text.append(choice.equals(ALL) ? "### With all hooks" : "### Without " + choice).append("\n\n");
      append(text, choice);
      text.append('\n');
    }
    return text.toString();
  }

  private void append(StringBuilder text, String choice) {
    List<String> kernels =
        hooks.keySet().stream().filter(kernel -> hooks.get(kernel).containsKey(choice)).toList();
    Set<String> events = new LinkedHashSet<>();
    kernels.forEach(kernel -> events.addAll(hooks.get(kernel).get(choice).keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("event"));
    heading.addAll(kernels);
    rows.add(heading);
    for (String event : events) {
      List<String> row = new ArrayList<>(List.of(event));
      kernels.forEach(kernel -> row.add(hooks.get(kernel).get(choice).getOrDefault(event, "")));
      rows.add(row);
    }
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|---".repeat(heading.size())).append("|\n");
      }
    }
  }
}

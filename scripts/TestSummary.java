import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints every failed and every skipped test with its reason, then one line of counts, from the reports
 * of surefire and failsafe below the first directory, or from all reports below the other directories
 * (with the folder before the test's name). Exits with 1 if a test failed or none ran.
 */
final class TestSummary {

  private int passed;
  private int failed;
  private int skipped;

  private TestSummary() {}

  public static void main(String[] arguments) throws Exception {
    var summary = new TestSummary();
    if (arguments.length > 1) {
      for (String directory : List.of(arguments).subList(1, arguments.length)) {
        summary.addAll(Path.of(directory));
      }
    } else {
      for (Path report : reports(Path.of(arguments[0]))) {
        summary.add(report, "");
      }
    }
    System.out.printf(
        "%d passed, %d failed, %d skipped%n", summary.passed, summary.failed, summary.skipped);
    System.exit(summary.failed > 0 || summary.passed + summary.skipped == 0 ? 1 : 0);
  }

  private static List<Path> reports(Path root) throws IOException {
    var reports = new ArrayList<Path>();
    for (Path module : List.of(root, root.resolve("platform"))) {
      try (Stream<Path> paths = Files.find(module, 4, (path, attributes) -> isReport(path))) {
        paths.forEach(reports::add);
      }
    }
    return reports.stream().distinct().sorted().toList();
  }

  private static boolean isReport(Path path) {
    return path.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-[^/]*\\.xml");
  }

  /** Adds reports of other kernels, whose folder names the kernel and the hooks. */
  private void addAll(Path directory) throws Exception {
    List<Path> found;
    try (Stream<Path> paths = Files.walk(directory)) {
      found = paths.filter(path -> path.toString().matches(".*/TEST-[^/]*\\.xml")).sorted().toList();
    }
    for (Path report : found) {
      add(report, directory.getParent().relativize(report.getParent()) + "/");
    }
  }

  private void add(Path report, String folder) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    NodeList tests = parser.parse(report.toFile()).getElementsByTagName("testcase");
    for (int i = 0; i < tests.getLength(); i++) {
      count((Element) tests.item(i), folder);
    }
  }

  private void count(Element test, String folder) {
    String type = test.getAttribute("classname");
    String name = folder + type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
    for (String outcome : List.of("failure", "error", "skipped")) {
      if (test.getElementsByTagName(outcome).item(0) instanceof Element element) {
        boolean skip = outcome.equals("skipped");
        System.out.printf("%s: %s: %s%n", skip ? "skipped" : "failed", name, reason(element));
        skipped += skip ? 1 : 0;
        failed += skip ? 0 : 1;
        return;
      }
    }
    passed++;
  }

  private static String reason(Element outcome) {
    String message = outcome.getAttribute("message");
    String text = message.isBlank() ? outcome.getTextContent() : message;
    return text.strip()
        .lines()
        .findFirst()
        .map(line -> line.replaceFirst("^org.opentest4j.TestAbortedException: Assumption failed: ", ""))
        .orElse("no reason given");
  }
}

package io.observoor.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which module may use which, and how docs/architecture.md shows them. */
class ArchitectureTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");

  /** Modules without a package that others may use. */
  private static final Set<String> WITHOUT_RULES =
      Set.of(
          "testing",
          "platform/distribution",
          "architecture-tests",
          "integration-tests",
          "benchmarks");

  private static final String OURS = "io.observoor.";

  /** Stands for the classes of others, of which bundles embed some. */
  private static final String LIBRARY = "a library";

  /** The modules that each module's package may use, besides its own and those of others. */
  private static final Map<String, List<String>> USES =
      Map.ofEntries(
          Map.entry("common", List.of()),
          Map.entry("api", List.of()),
          Map.entry("natives", List.of()),
          Map.entry("terminal", List.of("common")),
          Map.entry("libbpf", List.of("common", "natives")),
          Map.entry("pipeline", List.of("common", "api")),
          Map.entry("kernel", List.of("common", "api", "libbpf", "pipeline")),
          Map.entry("delivery", List.of("common", "api")),
          Map.entry("agent", List.of("common", "api", "kernel", "pipeline", "delivery")),
          Map.entry(
              "shell", List.of("common", "api", "kernel", "pipeline", "delivery", "terminal")),
          Map.entry("launcher", List.of("common", "terminal")),
          Map.entry("probes.syscall", List.of("common", "api")),
          Map.entry("probes.net", List.of("common", "api")),
          Map.entry("probes.sched", List.of("common", "api")),
          Map.entry("probes.mem", List.of("common", "api")),
          Map.entry("probes.disk", List.of("common", "api")),
          Map.entry("probes.process", List.of("common", "api")),
          Map.entry("sinks.parquet", List.of("common", "api")),
          Map.entry("sinks.clickhouse", List.of("common", "api")),
          Map.entry("sinks.http", List.of("common", "api")));

  private static final List<String> MODULES = List.copyOf(new TreeSet<>(USES.keySet()));

  private static final Pattern NUMBERED_FILE =
      Pattern.compile("^ {1,2}(\\d+) (\\S+)", Pattern.MULTILINE);

  /** Of a file that docs/architecture.md tells its reader to open. */
  private static final int MAXIMUM_LINES = 300;

  private static JavaClasses all;

  @BeforeAll
  static void read() throws IOException {
    List<Path> folders =
        MODULE
            .matcher(Files.readString(ROOT.resolve("pom.xml")))
            .results()
            .map(module -> module.group(1))
            .filter(module -> !WITHOUT_RULES.contains(module))
            .map(module -> ROOT.resolve(module + "/target/classes"))
            .toList();
    for (Path folder : folders) {
      assertTrue(Files.isDirectory(folder), folder + " is missing: compile the module");
    }
    all = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void everyClassBelongsToAModuleWithARule() {
    Set<String> found =
        all.stream().map(ArchitectureTest::module).collect(Collectors.toCollection(TreeSet::new));
    found.remove(LIBRARY);
    assertEquals(new TreeSet<>(MODULES), found);
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void modulesUseOnlyWhatTheirRuleAllows(String module) {
    List<String> allowed = USES.get(module);
    classes()
        .that(describe("are of " + module, type -> module(type).equals(module)))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are of %s, %s or libraries".formatted(module, allowed),
                type ->
                    module(type).equals(LIBRARY)
                        || module(type).equals(module)
                        || allowed.contains(module(type))))
        .check(all);
  }

  @Test
  void batchesAndSinksKnowNoProbes() {
    noClasses()
        .that()
        .resideInAnyPackage("io.observoor.api.batch..", "io.observoor.api.sink..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.observoor.api.probe..")
        .check(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"libbpf", "kernel", "pipeline", "delivery", "agent", "shell"})
  void noOtherModuleUsesTheImplementationOfABundle(String bundle) {
    String exported = OURS + bundle;
    noClasses()
        .that()
        .resideOutsideOfPackage(exported + "..")
        .should()
        .dependOnClassesThat(
            describe(
                "are implementation of " + exported,
                type -> type.getPackageName().startsWith(exported + ".")))
        .check(all);
  }

  @Test
  void modulesFormNoCycle() {
    slices().matching("io.observoor.(*)..").should().beFreeOfCycles().check(all);
  }

  /** The first part of the package's name below ours, or the first two of a probe or a sink. */
  private static String module(JavaClass type) {
    if (!type.getPackageName().startsWith(OURS)) {
      return LIBRARY;
    }
    String[] parts = type.getPackageName().substring(OURS.length()).split("\\.", 3);
    return parts.length > 1 && Set.of("probes", "sinks").contains(parts[0])
        ? parts[0] + "." + parts[1]
        : parts[0];
  }

  /**
   * The picture in docs/architecture.md names ten files that exist, in the order of its numbers.
   */
  @Test
  void theWayOfAnEventIsTenFiles() throws IOException {
    List<MatchResult> numbered =
        NUMBERED_FILE
            .matcher(Files.readString(ROOT.resolve("docs/architecture.md")))
            .results()
            .toList();
    assertEquals(
        List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
        numbered.stream().map(line -> line.group(1)).toList());
    for (MatchResult line : numbered) {
      Path file = find(line.group(2));
      assertTrue(Files.readAllLines(file).size() <= MAXIMUM_LINES, file + " is long");
    }
  }

  /** A file by its path, in which "…" stands for some folders. */
  private static Path find(String abbreviated) throws IOException {
    String[] ends = abbreviated.split("…", -1);
    try (Stream<Path> files =
        Files.walk(ROOT.resolve(ends[0].substring(0, ends[0].indexOf('/'))))) {
      List<Path> found =
          files
              .filter(path -> ROOT.relativize(path).toString().startsWith(ends[0]))
              .filter(path -> path.toString().endsWith(ends[ends.length - 1]))
              .filter(path -> !path.toString().contains("/target/"))
              .toList();
      assertEquals(1, found.size(), abbreviated);
      return found.getFirst();
    }
  }
}

package io.observoor.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> MODULES =
      List.of(
          "platform/api",
          "platform/natives",
          "platform/libbpf",
          "platform/kernel",
          "platform/pipeline",
          "platform/delivery",
          "platform/agent",
          "platform/terminal",
          "platform/launcher",
          "platform/shell",
          "probes-syscall",
          "probes-net",
          "probes-sched",
          "probes-mem",
          "probes-disk",
          "probes-process",
          "sinks-parquet",
          "sinks-clickhouse",
          "sinks-http");
  private static final Pattern NUMBERED_FILE =
      Pattern.compile("^ {1,2}(\\d+) (\\S+)", Pattern.MULTILINE);
  private static final int MAXIMUM_LINES = 300;

  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .importPaths(MODULES.stream().map(m -> ROOT.resolve(m + "/target/classes")).toList());
    assertTrue(all.size() > 100, "the modules are not compiled");
  }

  @Test
  void theApiImportsNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("io.observoor.api..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "of ours outside the API",
                type ->
                    type.getPackageName().startsWith("io.observoor")
                        && !type.getPackageName().startsWith("io.observoor.api")))
        .check(all);
  }

  @Test
  void batchesKnowNoProbesAndSinksKnowNoProbes() {
    noClasses()
        .that()
        .resideInAnyPackage("io.observoor.api.batch..", "io.observoor.api.sink..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.observoor.api.probe..")
        .check(all);
  }

  @Test
  void probesAndSinksUseTheApiOnly() {
    classes()
        .that()
        .resideInAnyPackage("io.observoor.probes..", "io.observoor.sinks..")
        .should()
        .onlyDependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are the API, their own, or of others",
                type ->
                    !type.getPackageName().startsWith("io.observoor")
                        || type.getPackageName().startsWith("io.observoor.api")
                        || type.getPackageName().startsWith("io.observoor.probes")
                        || type.getPackageName().startsWith("io.observoor.sinks")))
        .check(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"libbpf", "kernel", "pipeline", "delivery", "agent", "shell"})
  void nobodyReachesIntoABundle(String bundle) {
    String exported = "io.observoor." + bundle;
    noClasses()
        .that()
        .resideOutsideOfPackage(exported + "..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are implementation of " + exported,
                type -> type.getPackageName().startsWith(exported + ".")))
        .check(all);
  }

  @Test
  void modulesFormNoCycle() {
    slices().matching("io.observoor.(*)..").should().beFreeOfCycles().check(all);
  }

  @Test
  void noSourceIsLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(ROOT)) {
      for (Path source :
          sources
              .filter(
                  path ->
                      path.toString().contains("/src/main/")
                          || path.startsWith(ROOT.resolve("bpf")))
              .filter(path -> path.toString().matches(".*\\.(java|c|h)"))
              .toList()) {
        long lines = lines(source);
        if (lines > MAXIMUM_LINES) {
          tooLong.add(ROOT.relativize(source) + ": " + lines + " lines");
        }
      }
    }
    assertEquals(List.of(), tooLong);
  }

  /**
   * The picture in docs/architecture.md names ten files that exist, in the order of its numbers.
   */
  @Test
  void theWayOfAnEventIsTenFiles() throws IOException {
    Matcher numbered =
        NUMBERED_FILE.matcher(Files.readString(ROOT.resolve("docs/architecture.md")));
    int expected = 1;
    while (numbered.find()) {
      assertEquals(expected++, Integer.parseInt(numbered.group(1)));
      Path file = find(numbered.group(2));
      assertTrue(lines(file) <= MAXIMUM_LINES, file + " is long");
    }
    assertEquals(11, expected);
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

  private static long lines(Path source) throws IOException {
    try (Stream<String> lines = Files.lines(source)) {
      return lines.count();
    }
  }
}

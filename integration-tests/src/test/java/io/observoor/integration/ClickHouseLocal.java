package io.observoor.integration;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code clickhouse local} out of libchdb.so: {@code main LIBRARY ARGUMENT...} prints the result.
 * In a process of its own, whose signal handlers ClickHouse takes over.
 */
@SuppressWarnings("restricted")
final class ClickHouseLocal {
  private static final Path CHECKOUT = Path.of(System.getProperty("observoor.checkout", "."));

  private ClickHouseLocal() {}

  /** Runs a query in a new process; returns its lines of tab-separated values. */
  static List<List<String>> query(String library, Path directory, String sql) {
    Path java = Path.of(System.getProperty("java.home"));
    List<String> command =
        List.of(
            "env",
            "LD_PRELOAD=" + java.resolve("lib/libjsig.so"),
            java.resolve("bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+DisplayVMOutputToStderr",
            "-cp",
            System.getProperty("java.class.path"),
            ClickHouseLocal.class.getName(),
            library,
            "--path=" + directory,
            "--output-format=TSVRaw",
            "--query=" + sql);
    Commands.Result result = Commands.apart(command);
    // it leaves with 0 even when it refuses the query
    if (result.status() != 0 || result.errors().contains("DB::Exception")) {
      throw new AssertionError(
          "ClickHouse refuses %s with status %d: %s"
              .formatted(sql, result.status(), result.errors()));
    }
    return result.output().lines().map(line -> List.of(line.split("\t", -1))).toList();
  }

  /** The library; gets it when it is not there yet. */
  static String library() {
    return Commands.run(CHECKOUT.resolve("scripts/fetch-chdb").toString())
        .lines()
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  /** In the child. */
  public static void main(String[] arguments) throws Throwable {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library = SymbolLookup.libraryLookup(Path.of(arguments[0]), arena);
      MemorySegment argv =
          arena.allocate(MemoryLayout.sequenceLayout(arguments.length + 1L, ADDRESS));
      argv.setAtIndex(ADDRESS, 0, arena.allocateFrom("clickhouse"));
      for (int i = 1; i < arguments.length; i++) {
        argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments[i]));
      }
      MemorySegment result =
          (MemorySegment)
              linker
                  .downcallHandle(
                      library.findOrThrow("chdb_query_cmdline"),
                      FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS))
                  .invokeExact(arguments.length, argv);
      long length =
          (long)
              linker
                  .downcallHandle(
                      library.findOrThrow("chdb_result_length"),
                      FunctionDescriptor.of(JAVA_LONG, ADDRESS))
                  .invokeExact(result);
      byte[] bytes = new byte[Math.toIntExact(length)];
      MemorySegment.ofArray(bytes)
          .copyFrom(text(linker, library, "chdb_result_buffer", result).reinterpret(length));
      PrintStream out = new PrintStream(System.out, false, UTF_8);
      out.write(bytes);
      out.flush();
    }
    // its threads do not end by themselves
    Runtime.getRuntime().halt(0);
  }

  private static MemorySegment text(
      Linker linker, SymbolLookup library, String function, MemorySegment result) throws Throwable {
    return (MemorySegment)
        linker
            .downcallHandle(library.findOrThrow(function), FunctionDescriptor.of(ADDRESS, ADDRESS))
            .invokeExact(result);
  }
}

package io.observoor.testing.clickhouse;

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

/** Runs {@code clickhouse local} of libchdb.so: {@code LIBRARY ARGUMENT...} prints the result. */
@SuppressWarnings("restricted")
final class ClickHouseMain {
  private ClickHouseMain() {}

  /** Runs in the child process. */
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
    // the library's threads do not end
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

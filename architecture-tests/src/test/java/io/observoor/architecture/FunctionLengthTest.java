package io.observoor.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** C functions are short, BPF programs included; Checkstyle limits the methods of Java. */
class FunctionLengthTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int MAXIMUM_LINES = 55;

  @Test
  void noFunctionIsLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    int functions = 0;
    for (Path source : sources()) {
      List<String> lines = Files.readAllLines(source);
      for (Block block : blocks(lines)) {
        functions++;
        if (block.length() > MAXIMUM_LINES) {
          tooLong.add(
              "%s:%d: %d lines"
                  .formatted(ROOT.relativize(source), block.first() + 1, block.length()));
        }
      }
    }
    assertTrue(functions > 200, functions + " functions");
    assertEquals(List.of(), tooLong);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(
              path ->
                  path.toString().contains("/src/main/") || path.startsWith(ROOT.resolve("bpf")))
          .filter(path -> path.toString().matches(".*\\.[ch]"))
          .toList();
    }
  }

  /** Lines of a file from its first to its last, counted from 0. */
  private record Block(int first, int last) {
    int length() {
      return last - first + 1;
    }
  }

  /** The bodies of functions and types: from a line that ends in "{" to a "}" in column 0. */
  private static List<Block> blocks(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    int first = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (first < 0 && lines.get(i).endsWith("{")) {
        first = i;
      } else if (first >= 0 && lines.get(i).startsWith("}")) {
        blocks.add(new Block(first, i));
        first = -1;
      }
    }
    return blocks;
  }
}

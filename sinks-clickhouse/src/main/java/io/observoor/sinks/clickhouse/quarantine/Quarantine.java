package io.observoor.sinks.clickhouse.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.insert.Refused;
import io.observoor.sinks.clickhouse.insert.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps refused rows in files, one for each table and batch: a batch that is delivered again writes
 * the same file again. The sink's thread writes, the shell's lists and removes.
 */
public final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final String OPEN = ".open";
  private static final int NEARLY_FULL = 80;

  private final Path directory;
  private final long limit;
  private long bytes;
  private long files;
  private long rows;
  private boolean told;
  private final News news;

  /**
   * In a directory, which is made when it is needed.
   *
   * @param limit how many bytes all files may have together
   */
  public Quarantine(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
    news = new News(directory);
  }

  /** Counts what is there, and deletes what a crash left half-written. */
  public synchronized void prepare() throws SinkException {
    long foundBytes = 0;
    long foundFiles = 0;
    try {
      for (Path path : paths()) {
        if (path.toString().endsWith(OPEN)) {
          Files.deleteIfExists(path);
        } else {
          foundBytes += Files.size(path);
          foundFiles++;
        }
      }
    } catch (IOException e) {
      throw failure("read", directory, e);
    }
    bytes = foundBytes;
    files = foundFiles;
  }

  /**
   * Writes refused rows; they are on disk when this returns.
   *
   * @param installation who numbered the batches
   * @throws SinkException when they cannot be written or there are too many: they are to come again
   */
  public synchronized void add(String installation, List<Refused> refused) throws SinkException {
    Map<Path, List<Part>> parts = new TreeMap<>();
    for (Refused some : refused) {
      for (Slice slice : some.rows().slices()) {
        parts
            .computeIfAbsent(
                file(installation, some.rows().table(), slice.batch()), _ -> new ArrayList<>())
            .add(new Part(slice, some.reason()));
      }
    }
    for (Map.Entry<Path, List<Part>> file : parts.entrySet()) {
      write(file.getKey(), file.getValue());
    }
    news.tell(refused);
  }

  private record Part(Slice slice, String reason) {}

  private void write(Path file, List<Part> parts) throws SinkException {
    int count = parts.stream().mapToInt(part -> part.slice().rows()).sum();
    StringBuilder text = new StringBuilder();
    text.append(
        QuarantineFile.header(
            parts.getFirst().slice().table().schema().name(),
            parts.getFirst().slice().batch(),
            count,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            parts.getFirst().reason()));
    JsonRows json = new JsonRows(text);
    parts.forEach(part -> json.write(part.slice()));
    byte[] content = text.toString().getBytes(UTF_8);
    try {
      long before = Files.exists(file) ? Files.size(file) : -1;
      long after = bytes + content.length - Math.max(before, 0);
      if (after > limit) {
        throw full();
      }
      Files.createDirectories(file.getParent());
      Path open = file.resolveSibling(file.getFileName() + OPEN);
      try (FileChannel channel =
          FileChannel.open(
              open,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(open, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync(file.getParent());
      sync(directory);
      bytes = after;
      if (before < 0) {
        files++;
        rows += count;
      }
    } catch (IOException e) {
      throw failure("write", file, e);
    }
    warnWhenNearlyFull();
  }

  private void warnWhenNearlyFull() {
    boolean nearly = bytes / (limit / 100 + 1) >= NEARLY_FULL;
    if (nearly && !told) {
      LOG.warn(
          "clickhouse: the quarantine in {} holds {} of {} bytes; when it is full, the sink stops"
              + " (mend the tables and run observoor:quarantine-send, or delete files)",
          directory,
          bytes,
          limit);
    }
    told = nearly;
  }

  private SinkException full() {
    return new SinkException(
        "the quarantine of the clickhouse sink in %s is full: %d of %d bytes in %d files (mend the tables that its files name and run observoor:quarantine-send, or delete files); the rows stay in the spool and come again"
            .formatted(directory, bytes, limit, files));
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path file(String installation, String table, long batch) {
    return directory
        .resolve(safe(table))
        .resolve(
            String.format(
                Locale.ROOT, "%s-%012d%s", safe(installation), batch, QuarantineFile.SUFFIX));
  }

  private static String safe(String name) {
    StringBuilder safe = new StringBuilder();
    for (byte b : name.getBytes(UTF_8)) {
      boolean plain = Character.isLetterOrDigit(b) && b > 0;
      if (plain || b == '_' || b == '-') {
        safe.append((char) b);
      } else {
        safe.append(String.format("%%%02X", b & 0xff));
      }
    }
    return safe.toString();
  }

  /** The files, by table and batch. */
  public synchronized List<QuarantineFile> list() throws SinkException {
    List<QuarantineFile> all = new ArrayList<>();
    for (Path path : paths()) {
      try {
        QuarantineFile.read(path).ifPresent(all::add);
      } catch (NoSuchFileException e) {
        // somebody deleted it meanwhile
      } catch (IOException e) {
        throw failure("read", path, e);
      }
    }
    return all;
  }

  /**
   * The file of a name: its own, or with its directory.
   *
   * @return nothing when there is none
   */
  public Optional<QuarantineFile> find(String name) throws SinkException {
    return list().stream()
        .filter(
            file ->
                file.path().toString().equals(name)
                    || directory.relativize(file.path()).toString().equals(name)
                    || file.path().getFileName().toString().equals(name))
        .findFirst();
  }

  /** The name of a file below the directory. */
  public String name(QuarantineFile file) {
    return directory.relativize(file.path()).toString();
  }

  /** Deletes a file whose rows are in their table. */
  public synchronized void remove(QuarantineFile file) throws SinkException {
    try {
      long size = Files.size(file.path());
      Files.delete(file.path());
      bytes -= size;
      files--;
    } catch (IOException e) {
      throw failure("delete", file.path(), e);
    }
  }

  private List<Path> paths() throws SinkException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(directory, 2)) {
      return walk.filter(
              path ->
                  path.toString().endsWith(QuarantineFile.SUFFIX)
                      || path.toString().endsWith(QuarantineFile.SUFFIX + OPEN))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failure("list", directory, e);
    }
  }

  private static SinkException failure(String what, Path on, IOException e) {
    return new SinkException(
        "cannot %s %s: %s (let the agent's user write there and see that the disk has space)"
            .formatted(what, on, e),
        e);
  }

  /** Its figures. */
  public synchronized List<Measurement> measurements() {
    return List.of(
        Measurement.counter(
            "quarantined_rows",
            "Rows that ClickHouse refused and that went to files.",
            (double) rows),
        Measurement.gauge("quarantine_files", "Files of refused rows.", (double) files));
  }
}

package io.observoor.sinks.clickhouse.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.insert.RefusedRows;
import io.observoor.sinks.clickhouse.insert.RowRange;
import io.observoor.sinks.clickhouse.quarantine.QuarantineFile.Header;
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
 * Stores refused rows in one file for each table and batch, so that a batch delivered again
 * replaces its file. Any thread.
 */
public final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.clickhouse");
  private static final String INCOMPLETE = ".open";
  private static final int WARNING_PERCENT = 80;

  private final Path directory;
  private final long limit;
  private long bytes;
  private long files;
  private long rows;
  private boolean warned;
  private final RefusalLog refusalLog;

  /**
   * Creates a quarantine in a directory, which the first refused rows create.
   *
   * @param limit the maximum size of all files, in bytes
   */
  public Quarantine(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
    refusalLog = new RefusalLog(directory);
  }

  /** Counts the files and their bytes; deletes incomplete files of a crash. */
  public synchronized void prepare() throws SinkException {
    long foundBytes = 0;
    long foundFiles = 0;
    try {
      for (Path path : paths()) {
        if (path.toString().endsWith(INCOMPLETE)) {
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
   * Stores refused rows. They are durable when this returns.
   *
   * @param installation the installation that numbered the batches
   * @throws SinkException when the limit is reached or the disk fails: deliver the rows again
   */
  public synchronized void add(String installation, List<RefusedRows> refused)
      throws SinkException {
    Map<Path, List<Part>> parts = new TreeMap<>();
    for (RefusedRows refusal : refused) {
      for (RowRange range : refusal.rows().ranges()) {
        parts
            .computeIfAbsent(
                file(installation, refusal.rows().table(), range.batch()), _ -> new ArrayList<>())
            .add(new Part(range, refusal.reason()));
      }
    }
    for (Map.Entry<Path, List<Part>> file : parts.entrySet()) {
      write(file.getKey(), file.getValue());
    }
    refusalLog.log(refused);
  }

  private record Part(RowRange range, String reason) {}

  private void write(Path file, List<Part> parts) throws SinkException {
    int count = parts.stream().mapToInt(part -> part.range().rows()).sum();
    Part first = parts.getFirst();
    Header header =
        new Header(
            first.range().table().schema().name(),
            first.range().batch(),
            count,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            first.reason().replaceAll("\\p{Cntrl}+", " "));
    StringBuilder text = new StringBuilder(header.line());
    parts.forEach(part -> JsonRows.append(text, part.range()));
    byte[] content = text.toString().getBytes(UTF_8);
    try {
      long before = Files.exists(file) ? Files.size(file) : -1;
      long after = bytes + content.length - Math.max(before, 0);
      if (after > limit) {
        throw full();
      }
      Files.createDirectories(file.getParent());
      Path incomplete = file.resolveSibling(file.getFileName() + INCOMPLETE);
      try (FileChannel channel =
          FileChannel.open(
              incomplete,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          incomplete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
    boolean nearlyFull = bytes / (limit / 100 + 1) >= WARNING_PERCENT;
    if (nearlyFull && !warned) {
      LOG.warn(
          "the quarantine in {} takes {} of {} bytes; the sink stops when it is full (repair the"
              + " tables and run observoor:quarantine-send, or delete files)",
          directory,
          bytes,
          limit);
    }
    warned = nearlyFull;
  }

  private SinkException full() {
    return new SinkException(
        "the quarantine of the clickhouse sink in %s is full: %d of %d bytes in %d files (repair the tables that its files name and run observoor:quarantine-send, or delete files); the rows stay in the spool and are delivered again"
            .formatted(directory, bytes, limit, files));
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path file(String installation, String table, long batch) {
    return directory
        .resolve(escape(table))
        .resolve(
            String.format(
                Locale.ROOT, "%s-%012d%s", escape(installation), batch, QuarantineFile.SUFFIX));
  }

  private static String escape(String name) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : name.getBytes(UTF_8)) {
      boolean plain = Character.isLetterOrDigit(b) && b > 0;
      if (plain || b == '_' || b == '-') {
        escaped.append((char) b);
      } else {
        escaped.append(String.format("%%%02X", b & 0xff));
      }
    }
    return escaped.toString();
  }

  /** Returns the files, sorted by table and batch. */
  public synchronized List<QuarantineFile> list() throws SinkException {
    List<QuarantineFile> all = new ArrayList<>();
    for (Path path : paths()) {
      try {
        QuarantineFile.read(path).ifPresent(all::add);
      } catch (NoSuchFileException e) {
        // deleted during the operation
      } catch (IOException e) {
        throw failure("read", path, e);
      }
    }
    return all;
  }

  /** Finds a file by its full path, its path below the directory, or its file name. */
  public Optional<QuarantineFile> find(String name) throws SinkException {
    return list().stream()
        .filter(
            file ->
                file.path().toString().equals(name)
                    || directory.relativize(file.path()).toString().equals(name)
                    || file.path().getFileName().toString().equals(name))
        .findFirst();
  }

  /** Returns the path of a file below the directory. */
  public String name(QuarantineFile file) {
    return directory.relativize(file.path()).toString();
  }

  /** Deletes a file. */
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
                      || path.toString().endsWith(QuarantineFile.SUFFIX + INCOMPLETE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failure("list", directory, e);
    }
  }

  private static SinkException failure(String action, Path path, IOException e) {
    return new SinkException(
        "cannot %s %s: %s (check the permissions of the agent's user and the free space of the disk)"
            .formatted(action, path, e),
        e);
  }

  /** Returns the measurements. */
  public synchronized List<Measurement> measurements() {
    return List.of(
        Measurement.counter(
            "quarantined_rows",
            "Rows that ClickHouse refused and the quarantine stored.",
            (double) rows),
        Measurement.gauge("quarantine_files", "Files in the quarantine.", (double) files));
  }
}

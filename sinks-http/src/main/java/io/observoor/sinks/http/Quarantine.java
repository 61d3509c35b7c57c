package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps rows that the server refused in one file per day: one line of JSON per row, with the
 * server's answer and the row. Thread-safe.
 */
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.http");

  /** The shortest time between two warnings; the measurements count every row. */
  private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

  private final Path directory;
  private Instant lastWarning = Instant.EPOCH;

  /** A refused row and the server's answer. */
  record Refusal(RequestRows.Range row, RequestOutcome.Refused answer) {}

  Quarantine(Path directory) {
    this.directory = directory;
  }

  /**
   * Appends rows and syncs the file.
   *
   * @throws IOException if the rows may not be durable
   */
  synchronized void append(List<Refusal> refusals) throws IOException {
    Instant now = Instant.now();
    JsonBuffer lines = new JsonBuffer(1_024);
    for (Refusal refusal : refusals) {
      line(refusal, now, lines);
    }
    Files.createDirectories(directory);
    Path file = directory.resolve("http-" + LocalDate.ofInstant(now, ZoneOffset.UTC) + ".ndjson");
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.position(channel.size());
      if (!endsWithNewline(channel)) {
        // A crash left an incomplete line.
        channel.write(ByteBuffer.wrap("\n".getBytes(UTF_8)));
      }
      ByteBuffer bytes = ByteBuffer.wrap(lines.array(), 0, lines.length());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    warn(refusals, now, file);
  }

  private void warn(List<Refusal> refusals, Instant now, Path file) {
    boolean due = Duration.between(lastWarning, now).compareTo(WARNING_INTERVAL) >= 0;
    RequestOutcome.Refused last = refusals.getLast().answer();
    LOG.atLevel(due ? Level.WARN : Level.DEBUG)
        .log(
            "the HTTP server refused {} rows (last answer: HTTP {} '{}'); they are in {}",
            refusals.size(),
            last.status(),
            last.text(),
            file);
    lastWarning = due ? now : lastWarning;
  }

  private static boolean endsWithNewline(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() == 0
        || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n');
  }

  private static void line(Refusal refusal, Instant now, JsonBuffer out) {
    RequestRows.Range row = refusal.row();
    out.put('{').name("refused_at").time(now.toEpochMilli());
    out.name("status").number(refusal.answer().status());
    out.name("answer").text(refusal.answer().text());
    out.name("key").text(row.key());
    out.name("row").put(row.array(), row.firstByte(), row.endByte() - 1);
    out.put('}').put('\n');
  }
}

package io.observoor.sinks.clickhouse.quarantine;

import com.clickhouse.data.ClickHouseFormat;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import io.observoor.sinks.clickhouse.connection.ServerFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The shell command {@code observoor:quarantine-send}. */
@Component(
    service = QuarantineSend.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=quarantine-send"})
public final class QuarantineSend implements Function {
  private final QuarantineAccess access;

  /** An element of the JSON output; the reason of a sent file is null and does not appear. */
  private record Result(String file, String table, int rows, boolean sent, String reason) {}

  @Activate
  public QuarantineSend(@Reference QuarantineAccess access) {
    this.access = access;
  }

  @Override
  @Descriptor(
      "Send refused rows to ClickHouse again, and delete the files of accepted ones. [FILE]: only"
          + " these, named as quarantine-list prints them. -j, --json: prints each result as JSON.")
  public Object execute(CommandSession session, List<Object> arguments) throws Exception {
    CommandArguments parsed = CommandArguments.parse(arguments);
    List<QuarantineFile> files =
        parsed.files().isEmpty() ? access.quarantine().list() : find(parsed.files());
    PrintStream out = session.getConsole();
    List<Result> results = new ArrayList<>();
    if (!files.isEmpty()) {
      try (ClickHouseConnection connection = access.connect()) {
        for (QuarantineFile file : files) {
          Result result = send(connection, file);
          results.add(result);
          if (!parsed.json()) {
            out.println(
                result.file + ": " + (result.sent ? result.rows + " rows sent" : result.reason));
          }
        }
      }
    }
    if (parsed.json()) {
      out.println(QuarantineFile.GSON.toJson(Map.of("files", results)));
    }
    long refused = results.stream().filter(result -> !result.sent).count();
    if (refused > 0) {
      throw new SinkException(
          "%d of %d files were refused again and stay".formatted(refused, files.size()));
    }
    if (!parsed.json()) {
      out.println(
          switch (files.size()) {
            case 0 -> "the quarantine is empty";
            case 1 -> "1 file sent";
            default -> files.size() + " files sent";
          });
    }
    return null;
  }

  private List<QuarantineFile> find(List<String> names) throws SinkException {
    List<QuarantineFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(
          access
              .quarantine()
              .find(name)
              .orElseThrow(
                  () ->
                      new SinkException(
                          "no file %s in the quarantine (quarantine-list lists the files)"
                              .formatted(name))));
    }
    return files;
  }

  /** Inserts the rows of a file and deletes it. ClickHouse replaces rows that it already has. */
  private Result send(ClickHouseConnection connection, QuarantineFile file) throws SinkException {
    String reason = null;
    try {
      long rowsOffset = file.rowsOffset();
      connection.insert(
          file.header().table(),
          List.of(),
          ClickHouseFormat.JSONEachRow,
          "",
          file.header().rows(),
          out -> {
            try (InputStream in = Files.newInputStream(file.path())) {
              in.skipNBytes(rowsOffset);
              in.transferTo(out);
            }
          });
      access.quarantine().remove(file);
    } catch (ServerFailure e) {
      if (e.kind().blame() == Blame.SERVER) {
        throw new SinkException(e.getMessage(), e);
      }
      reason = e.getMessage();
    } catch (IOException e) {
      reason = e.toString();
    }
    return new Result(
        access.quarantine().name(file),
        file.header().table(),
        file.header().rows(),
        reason == null,
        reason);
  }
}

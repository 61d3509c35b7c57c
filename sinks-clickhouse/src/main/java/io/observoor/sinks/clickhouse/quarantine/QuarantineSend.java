package io.observoor.sinks.clickhouse.quarantine;

import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import io.observoor.sinks.clickhouse.connection.ServerFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The shell's command {@code observoor:quarantine-send}. */
@Component(
    service = QuarantineSend.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=quarantine-send"})
public final class QuarantineSend implements Function {
  private final QuarantineAccess access;

  /** The component. */
  @Activate
  public QuarantineSend(@Reference QuarantineAccess access) {
    this.access = access;
  }

  @Override
  @Descriptor(
      "Sends rows that ClickHouse refused again, and deletes their files. [FILE]: only these, named"
          + " as quarantine-list does. -j, --json: says as JSON what became of each.")
  public Object execute(CommandSession session, List<Object> arguments) throws Exception {
    JsonFiles.Arguments asked = JsonFiles.Arguments.of(arguments);
    List<QuarantineFile> files =
        asked.files().isEmpty() ? access.quarantine().list() : named(asked.files());
    PrintStream out = session.getConsole();
    JsonFiles json = new JsonFiles();
    int failed = files.isEmpty() ? 0 : send(files, asked.json() ? json::sent : said(out));
    if (asked.json()) {
      out.println(json.text());
    }
    if (failed > 0) {
      throw new SinkException(
          "%d of %d files were refused again and stay".formatted(failed, files.size()));
    }
    if (!asked.json()) {
      out.println(
          switch (files.size()) {
            case 0 -> "the quarantine is empty";
            case 1 -> "1 file sent";
            default -> files.size() + " files sent";
          });
    }
    return null;
  }

  /** Who is told what became of a file: its name, and why it was refused or nothing. */
  @FunctionalInterface
  private interface Teller {
    void sent(String name, QuarantineFile file, String reason);
  }

  private static Teller said(PrintStream out) {
    return (name, file, reason) ->
        out.println(name + ": " + (reason.isEmpty() ? file.rows() + " rows sent" : reason));
  }

  private List<QuarantineFile> named(List<String> names) throws SinkException {
    List<QuarantineFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(
          access
              .quarantine()
              .find(name)
              .orElseThrow(
                  () ->
                      new SinkException(
                          "no file "
                              + name
                              + " in the quarantine (quarantine-list names what there is)")));
    }
    return files;
  }

  private int send(List<QuarantineFile> files, Teller teller) throws SinkException {
    int failed = 0;
    try (ClickHouseConnection connection = access.connect()) {
      QuarantineSender sender = new QuarantineSender(access.quarantine(), connection);
      for (QuarantineFile file : files) {
        try {
          sender.send(file);
          teller.sent(access.quarantine().name(file), file, "");
        } catch (ServerFailure e) {
          if (e.kind().blame() == Blame.PLACE) {
            throw new SinkException(e.getMessage(), e);
          }
          failed++;
          teller.sent(access.quarantine().name(file), file, e.getMessage());
        } catch (IOException e) {
          failed++;
          teller.sent(access.quarantine().name(file), file, e.toString());
        }
      }
    }
    return failed;
  }
}

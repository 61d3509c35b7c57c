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
          + " as quarantine-list does.")
  public Object execute(CommandSession session, List<Object> arguments) throws Exception {
    List<QuarantineFile> files =
        arguments.isEmpty() ? access.quarantine().list() : named(arguments);
    PrintStream out = session.getConsole();
    int failed = files.isEmpty() ? 0 : send(files, out);
    if (failed > 0) {
      throw new SinkException(
          "%d of %d files were refused again and stay".formatted(failed, files.size()));
    }
    out.println(
        switch (files.size()) {
          case 0 -> "the quarantine is empty";
          case 1 -> "1 file sent";
          default -> files.size() + " files sent";
        });
    return null;
  }

  private List<QuarantineFile> named(List<Object> arguments) throws SinkException {
    List<QuarantineFile> files = new ArrayList<>();
    for (Object name : arguments) {
      files.add(
          access
              .quarantine()
              .find(name.toString())
              .orElseThrow(
                  () ->
                      new SinkException(
                          "no file "
                              + name
                              + " in the quarantine (quarantine-list names what there is)")));
    }
    return files;
  }

  private int send(List<QuarantineFile> files, PrintStream out) throws SinkException {
    int failed = 0;
    try (ClickHouseConnection connection = access.connect()) {
      QuarantineSender sender = new QuarantineSender(access.quarantine(), connection);
      for (QuarantineFile file : files) {
        try {
          sender.send(file);
          out.println(access.quarantine().name(file) + ": " + file.rows() + " rows sent");
        } catch (ServerFailure e) {
          if (e.kind().blame() == Blame.PLACE) {
            throw new SinkException(e.getMessage(), e);
          }
          failed++;
          out.println(access.quarantine().name(file) + ": " + e.getMessage());
        } catch (IOException e) {
          failed++;
          out.println(access.quarantine().name(file) + ": " + e);
        }
      }
    }
    return failed;
  }
}

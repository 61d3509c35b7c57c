package io.observoor.sinks.clickhouse.quarantine;

import java.io.PrintStream;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The shell's command {@code observoor:quarantine-list}. */
@Component(
    service = QuarantineList.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=quarantine-list"})
public final class QuarantineList implements Function {
  private static final String FORMAT = "%-50s %-24s %8s  %-20s  %s%n";

  private final QuarantineAccess access;

  /** The component. */
  @Activate
  public QuarantineList(@Reference QuarantineAccess access) {
    this.access = access;
  }

  @Override
  @Descriptor(
      "Lists the files of rows that ClickHouse refused, and why it did. -j, --json: as JSON.")
  public Object execute(CommandSession session, List<Object> arguments) throws Exception {
    JsonFiles.Arguments asked = JsonFiles.Arguments.of(arguments);
    if (!asked.files().isEmpty()) {
      throw new IllegalArgumentException("quarantine-list takes no arguments but -j");
    }
    PrintStream out = session.getConsole();
    List<QuarantineFile> files = access.quarantine().list();
    if (asked.json()) {
      JsonFiles json = new JsonFiles();
      files.forEach(file -> json.listed(access.quarantine().name(file), file));
      out.println(json.text());
      return null;
    }
    if (files.isEmpty()) {
      out.println("the quarantine is empty");
      return null;
    }
    out.printf(FORMAT, "file", "table", "rows", "refused", "reason");
    for (QuarantineFile file : files) {
      out.printf(
          FORMAT,
          access.quarantine().name(file),
          file.table(),
          file.rows(),
          file.time(),
          file.reason());
    }
    return null;
  }
}

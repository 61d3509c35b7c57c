package io.observoor.sinks.clickhouse.quarantine;

import io.observoor.sinks.clickhouse.quarantine.QuarantineFile.Header;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The shell command {@code observoor:quarantine-list}. */
@Component(
    service = QuarantineList.class,
    property = {"osgi.command.scope=observoor", "osgi.command.function=quarantine-list"})
public final class QuarantineList implements Function {
  private static final String FORMAT = "%-50s %-24s %8s  %-20s  %s%n";

  private final Quarantine quarantine;

  /** An element of the JSON output. */
  private record ListedFile(String file, String table, int rows, String refused, String reason) {}

  @Activate
  public QuarantineList(@Reference QuarantineAccess access) {
    quarantine = access.quarantine();
  }

  @Override
  @Descriptor(
      "List the files of rows that ClickHouse refused, with the reason. -j, --json: as JSON.")
  public Object execute(CommandSession session, List<Object> arguments) throws Exception {
    CommandArguments parsed = CommandArguments.parse(arguments);
    if (!parsed.files().isEmpty()) {
      throw new IllegalArgumentException("quarantine-list takes no arguments but -j");
    }
    PrintStream out = session.getConsole();
    List<ListedFile> files = quarantine.list().stream().map(this::listed).toList();
    if (parsed.json()) {
      out.println(QuarantineFile.GSON.toJson(Map.of("files", files)));
    } else if (files.isEmpty()) {
      out.println("the quarantine is empty");
    } else {
      out.printf(FORMAT, "file", "table", "rows", "refused", "reason");
      files.forEach(it -> out.printf(FORMAT, it.file, it.table, it.rows, it.refused, it.reason));
    }
    return null;
  }

  private ListedFile listed(QuarantineFile file) {
    Header header = file.header();
    return new ListedFile(
        quarantine.name(file), header.table(), header.rows(), header.time(), header.reason());
  }
}

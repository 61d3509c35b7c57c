package io.observoor.shell.status;

import io.observoor.common.Durations;
import io.observoor.common.Sizes;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.kernel.EventStatus;
import io.observoor.shell.command.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The status as text: lines that begin with a name. */
final class StatusText {
  private static final int NAMED_LOSSES = 5;

  private final Console console;
  private final List<String> lines = new ArrayList<>();

  private StatusText(Console console) {
    this.console = console;
  }

  static List<String> lines(Console console, Status status) {
    StatusText text = new StatusText(console);
    text.addAll(status);
    return text.lines;
  }

  private void addAll(Status status) {
    line(
        "agent",
        "observoor "
            + status.version()
            + ", pid "
            + status.pid()
            + ", uptime "
            + Durations.describe(status.uptime()));
    line("configuration", status.source());
    line("slot", String.valueOf(status.slot()));
    line("processes", status.processes().size() + " tracked" + clients(status));
    line(
        "events",
        String.format(
            Locale.ROOT,
            "%,.0f/s, %,d in total; %d event types attached%s",
            status.eventsPerSecond(),
            status.pipeline().eventCount(),
            status.kernel().eventsAttached(),
            unavailable(status.unavailable())));
    line(
        "windows",
        String.format(
            Locale.ROOT,
            "%,d closed, %,d rows",
            status.pipeline().windowsClosed(),
            status.pipeline().rows()));
    line("losses", losses(status));
    line("spool", spool(status.delivery()));
  }

  private void line(String name, String text) {
    lines.add(console.bold(String.format(Locale.ROOT, "%-14s", name)) + text);
  }

  private static String clients(Status status) {
    return status.processes().isEmpty()
        ? " (no process matches the configured names)"
        : status.byClient().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private String unavailable(List<EventStatus> events) {
    return events.isEmpty()
        ? ""
        : console.warning(
            events.stream()
                .map(EventStatus::event)
                .collect(Collectors.joining(", ", "; not supported by this kernel: ", "")));
  }

  private String losses(Status status) {
    if (status.lost() == 0) {
      return console.success("0");
    }
    String largest =
        status.losses().stream()
            .limit(NAMED_LOSSES)
            .map(
                loss ->
                    String.format(
                        Locale.ROOT, "%s %s %,d", loss.event(), loss.stage().text(), loss.count()))
            .collect(Collectors.joining(", "));
    String more = status.losses().size() > NAMED_LOSSES ? ", …" : "";
    return console.error(String.format(Locale.ROOT, "%,d (%s%s)", status.lost(), largest, more));
  }

  private String spool(DeliveryStatistics delivery) {
    String text =
        String.format(
            Locale.ROOT,
            "%,d batches (%s) not acknowledged by every sink; last sequence %d",
            delivery.spoolBatches(),
            Sizes.format(delivery.spoolBytes()),
            delivery.lastSequence());
    if (delivery.givenUpBatches() > 0) {
      text +=
          console.error(
              "; given up at the retention limit: " + delivery.givenUpBatches() + " batches");
    }
    if (delivery.unreadableBatches() > 0) {
      text += console.error("; unreadable: " + delivery.unreadableBatches() + " batches");
    }
    return delivery.storeFailure().isEmpty()
        ? text
        : text + console.error("; cannot store batches: " + delivery.storeFailure());
  }
}

package io.observoor.shell.status;

import io.observoor.delivery.DeliveryStatistics;
import io.observoor.kernel.EventStatus;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Durations;
import io.observoor.shell.command.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The status for people: a line for each thing, the name of it in front. */
final class StatusText {
  private static final int NAMED_LOSSES = 5;

  private final Console console;
  private final List<String> lines = new ArrayList<>();

  private StatusText(Console console) {
    this.console = console;
  }

  static List<String> lines(Console console, Status status) {
    StatusText text = new StatusText(console);
    text.all(status);
    return text.lines;
  }

  private void all(Status status) {
    line(
        "agent",
        "observoor "
            + status.version()
            + ", pid "
            + status.pid()
            + ", up "
            + Durations.format(status.uptime()));
    line("configuration", status.source());
    line("slot", String.valueOf(status.slot()));
    line("processes", status.clients().size() + clients(status));
    line(
        "events",
        String.format(
            Locale.ROOT,
            "%,.0f/s, %,d in all; %d kinds seen%s",
            status.eventsPerSecond(),
            status.pipeline().eventCount(),
            status.kernel().eventsAttached(),
            unavailable(status.unavailable())));
    line(
        "windows",
        String.format(
            Locale.ROOT,
            "%,d with %,d rows",
            status.pipeline().windowsClosed(),
            status.pipeline().rows()));
    line("lost", losses(status));
    line("spool", spool(status.delivery()));
  }

  private void line(String name, String text) {
    lines.add(console.strong(String.format(Locale.ROOT, "%-14s", name)) + text);
  }

  private static String clients(Status status) {
    return status.clients().isEmpty()
        ? " (no client runs, or none by the names that are tracked)"
        : status.byClient().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private String unavailable(List<EventStatus> events) {
    return events.isEmpty()
        ? ""
        : console.doubtful(
            events.stream()
                .map(EventStatus::event)
                .collect(Collectors.joining(", ", ", not on this kernel: ", "")));
  }

  private String losses(Status status) {
    if (status.lost() == 0) {
      return console.good("0");
    }
    String where =
        status.losses().stream()
            .limit(NAMED_LOSSES)
            .map(
                loss ->
                    String.format(
                        Locale.ROOT, "%s %s %,d", loss.event(), loss.stage().text(), loss.count()))
            .collect(Collectors.joining(", "));
    String more = status.losses().size() > NAMED_LOSSES ? ", …" : "";
    return console.bad(String.format(Locale.ROOT, "%,d (%s%s)", status.lost(), where, more));
  }

  private String spool(DeliveryStatistics delivery) {
    String text =
        String.format(
            Locale.ROOT,
            "%,d batches (%s) wait for a sink; the newest is %d",
            delivery.spoolBatches(),
            Sizes.format(delivery.spoolBytes()),
            delivery.lastSequence());
    if (delivery.givenUpBatches() > 0) {
      text += console.bad("; given up at its bound: " + delivery.givenUpBatches() + " batches");
    }
    if (delivery.unreadableBatches() > 0) {
      text += console.bad("; unreadable: " + delivery.unreadableBatches() + " batches");
    }
    return delivery.storeFailure().isEmpty()
        ? text
        : text + console.bad("; it fails: " + delivery.storeFailure());
  }
}

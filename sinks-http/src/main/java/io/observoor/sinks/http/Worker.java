package io.observoor.sinks.http;

import io.observoor.sinks.http.Parcel.Part;
import io.observoor.sinks.http.Quarantine.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts parcels, one after the other. One that is refused is posted in halves, and these in halves,
 * until the rows that are to blame are alone.
 */
final class Worker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /**
   * A parcel, its halves, quarters, eighths and sixteenths: if all are refused, it is put aside.
   */
  private static final int REFUSALS_BEFORE_DOUBT = 31;

  private final Outbox outbox;
  private final Post post;
  private final Quarantine quarantine;
  private final Counters counters;
  private final Consumer<Duration> pause;

  /**
   * A worker.
   *
   * @param pause told how long the server wants no request
   */
  Worker(
      Outbox outbox,
      Post post,
      Quarantine quarantine,
      Counters counters,
      Consumer<Duration> pause) {
    this.outbox = outbox;
    this.post = post;
    this.quarantine = quarantine;
    this.counters = counters;
    this.pause = pause;
  }

  /** Works until the outbox has no more, or until it is interrupted. */
  @Override
  public void run() {
    try {
      for (Parcel parcel = outbox.take(); parcel != null; parcel = outbox.take()) {
        try {
          deliver(parcel);
        } finally {
          outbox.done(parcel);
        }
      }
    } catch (InterruptedException e) {
      // the sink is being closed
      outbox.fail("interrupted");
    } catch (RuntimeException | Error e) {
      LOG.error("a worker of the HTTP sink failed", e);
      outbox.fail(e.toString());
    }
  }

  private void deliver(Parcel parcel) throws InterruptedException {
    Deque<Part> parts = new ArrayDeque<>(List.of(parcel.whole()));
    List<Refusal> bad = new ArrayList<>();
    boolean anyTaken = false;
    int refusals = 0;
    while (!parts.isEmpty() && !outbox.isOver()) {
      Part part = parts.pollFirst();
      switch (post.send(part)) {
        case Answer.Accepted _ -> {
          anyTaken = true;
          outbox.accepted(part);
        }
        case Answer.Refused refused -> {
          refusals++;
          if (part.rows() == 1) {
            bad.add(new Refusal(part, refused));
          } else {
            parts.addLast(part.firstHalf());
            parts.addLast(part.secondHalf());
          }
          boolean doubtful = !anyTaken && !parcel.isAgain();
          if (doubtful && (refusals == REFUSALS_BEFORE_DOUBT || parts.isEmpty())) {
            outbox.putAside(parcel, refused);
            return;
          }
        }
        case Answer.Failed failed -> {
          pause.accept(failed.pause());
          outbox.fail(failed.reason());
        }
      }
    }
    if (!bad.isEmpty() && (anyTaken || parcel.isAgain())) {
      keep(bad);
    }
  }

  private void keep(List<Refusal> bad) {
    try {
      quarantine.keep(bad);
      counters.quarantined(bad.size());
      bad.forEach(refusal -> outbox.quarantined(refusal.row()));
    } catch (IOException e) {
      outbox.fail("rows that it refuses cannot be kept: " + e + "; make room there, or rights");
    }
  }
}

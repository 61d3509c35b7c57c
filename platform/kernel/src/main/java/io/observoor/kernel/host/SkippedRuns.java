package io.observoor.kernel.host;

import io.observoor.api.batch.LossStage;
import io.observoor.kernel.ring.LossSink;
import io.observoor.libbpf.BpfLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports the skipped runs of attached programs as losses. Any thread, which calls the sink. */
final class SkippedRuns {
  private final List<Program> programs = new ArrayList<>();

  /** An attached program with the number of skipped runs reported so far. */
  static final class Program {
    private final BpfLink link;
    private final Optional<BpfLink> second;
    private final int eventType;
    private final SkippedByBoth both = new SkippedByBoth();
    private long seen;
    private long seenOfSecond;

    /**
     * Starts at 0 skipped runs.
     *
     * @param link one of its links
     * @param second a link of the program that does the work of its skipped runs, if there is one
     * @param eventType the event type that it loses, or {@link LossSink#UNKNOWN_TYPE} if it serves
     *     several events or none
     */
    Program(BpfLink link, Optional<BpfLink> second, int eventType) {
      this.link = link;
      this.second = second;
      this.eventType = eventType;
    }

    private void report(LossSink sink) {
      long now = link.skippedRuns();
      long skipped = now - seen;
      seen = now;
      if (second.isPresent()) {
        long ofSecond = second.get().skippedRuns();
        skipped = both.atMost(skipped, ofSecond - seenOfSecond);
        seenOfSecond = ofSecond;
      }
      if (skipped > 0) {
        sink.lost(eventType, LossStage.SKIPPED, skipped);
      }
    }
  }

  /**
   * Bounds the number of runs that two programs at one hook have both skipped; the second does the
   * work of the first one's skipped runs. The kernel counts each program alone, and a run that both
   * skip is one moment, so the bound is the lesser number of a period. The two counts are not read
   * at the same moment: the rest of one is also compared with the next count of the other. Not
   * thread-safe.
   */
  static final class SkippedByBoth {
    private long restOfFirst;
    private long restOfSecond;

    /**
     * Returns the most runs that both have skipped and that were not returned yet.
     *
     * @param first skipped runs of the first program since the last call
     * @param second skipped runs of the second program since the last call
     */
    long atMost(long first, long second) {
      long both = Math.min(restOfFirst + first, restOfSecond + second);
      restOfFirst = Math.min(first, restOfFirst + first - both);
      restOfSecond = Math.min(second, restOfSecond + second - both);
      return both;
    }
  }

  /** Adds programs, whose earlier skipped runs count, too. */
  synchronized void watch(List<Program> attached) {
    programs.addAll(attached);
  }

  /** Reports and removes programs that have been detached. */
  synchronized void forget(List<Program> detached, LossSink sink) {
    for (Program program : detached) {
      if (programs.remove(program)) {
        program.report(sink);
      }
    }
  }

  /** Reports the skipped runs since the last call. */
  synchronized void report(LossSink sink) {
    programs.forEach(program -> program.report(sink));
  }
}

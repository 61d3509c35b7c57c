package io.observoor.sinks.http;

import io.observoor.api.batch.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one request, as NDJSON: consecutive rows of consecutive batches, without gaps. Grows
 * under the monitor of the {@link RequestQueue}; its rows are immutable once it is queued.
 */
final class RequestRows {
  private static final int INITIAL_BYTES_PER_ROW = 512;

  private final String installation;
  private final JsonBuffer json;
  private final List<Segment> segments = new ArrayList<>();
  private int[] rowEnds;
  private int rows;
  private boolean retried;

  /** Rows of one batch: row {@code first} here is row {@code firstOfBatch} of the batch. */
  private record Segment(long sequence, int first, int firstOfBatch) {}

  RequestRows(String installation, int maxRows) {
    this.installation = installation;
    rowEnds = new int[Math.min(maxRows, 1_024)];
    json = new JsonBuffer(rowEnds.length * INITIAL_BYTES_PER_ROW);
  }

  /**
   * Appends a row.
   *
   * @param rowOfBatch the row's index among all rows of its batch
   * @param row the row's index in its table
   */
  void add(long sequence, int rowOfBatch, Table table, int row) {
    if (segments.isEmpty() || segments.getLast().sequence() != sequence) {
      segments.add(new Segment(sequence, rows, rowOfBatch));
    }
    if (rows == rowEnds.length) {
      rowEnds = Arrays.copyOf(rowEnds, rows * 2);
    }
    JsonRows.write(table, row, json);
    rowEnds[rows++] = json.length();
  }

  int rows() {
    return rows;
  }

  /** Whether the server refused all rows once, and accepted other rows since. */
  boolean isRetried() {
    return retried;
  }

  void setRetried() {
    retried = true;
  }

  Range all() {
    return new Range(this, 0, rows);
  }

  private int segmentOf(int row) {
    int index = segments.size() - 1;
    while (segments.get(index).first() > row) {
      index--;
    }
    return index;
  }

  /** Accepts the rows [from, to) of one batch. */
  @FunctionalInterface
  interface BatchRows {
    void accept(long sequence, int from, int to);
  }

  /**
   * The rows [from, to) of a request.
   *
   * @param request the request
   * @param from the first row
   * @param to the row after the last
   */
  record Range(RequestRows request, int from, int to) {

    int rows() {
      return to - from;
    }

    byte[] array() {
      return request.json.array();
    }

    int firstByte() {
      return from == 0 ? 0 : request.rowEnds[from - 1];
    }

    int endByte() {
      return request.rowEnds[to - 1];
    }

    Range firstHalf() {
      return new Range(request, from, from + rows() / 2);
    }

    Range secondHalf() {
      return new Range(request, from + rows() / 2, to);
    }

    /**
     * The unique name of these rows: {@code INSTALLATION/BATCH.ROW-BATCH.ROW}, the first and the
     * last row, each counted from 0 in its batch.
     */
    String key() {
      return request.installation.replaceAll("[^!#-\\[\\]-~]", "_")
          + "/"
          + rowKey(from)
          + "-"
          + rowKey(to - 1);
    }

    private String rowKey(int row) {
      Segment segment = request.segments.get(request.segmentOf(row));
      return segment.sequence() + "." + (segment.firstOfBatch() + row - segment.first());
    }

    /** Passes the rows of each batch to {@code action}. */
    void forEachBatch(BatchRows action) {
      List<Segment> segments = request.segments;
      int row = from;
      for (int i = request.segmentOf(from); row < to; i++) {
        int end = i + 1 < segments.size() ? Math.min(to, segments.get(i + 1).first()) : to;
        int offset = segments.get(i).firstOfBatch() - segments.get(i).first();
        action.accept(segments.get(i).sequence(), row + offset, end + offset);
        row = end;
      }
    }
  }
}

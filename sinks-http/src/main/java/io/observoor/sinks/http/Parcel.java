package io.observoor.sinks.http;

import io.observoor.api.batch.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one request, as JSON: rows that follow each other in batches that follow each other,
 * without gaps. It grows under the lock of the {@link Outbox}; once it is in the queue nobody
 * changes its rows any more.
 */
final class Parcel {
  private static final int BYTES_OF_A_ROW = 512;

  private final String installation;
  private final JsonBuffer json;
  private final List<Segment> segments = new ArrayList<>();
  private int[] ends;
  private int rows;
  private boolean again;

  /**
   * Rows of one batch: row {@code first} of the parcel is row {@code firstOfBatch} of the batch.
   */
  private record Segment(long sequence, int first, int firstOfBatch) {}

  Parcel(String installation, int mostRows) {
    this.installation = installation;
    ends = new int[Math.min(mostRows, 1_024)];
    json = new JsonBuffer(ends.length * BYTES_OF_A_ROW);
  }

  /** Appends a row, which is the given one of all the rows of its batch. */
  void add(long sequence, int rowOfBatch, Table table, int row) {
    if (segments.isEmpty() || segments.getLast().sequence() != sequence) {
      segments.add(new Segment(sequence, rows, rowOfBatch));
    }
    if (rows == ends.length) {
      ends = Arrays.copyOf(ends, rows * 2);
    }
    JsonRows.write(table, row, json);
    ends[rows++] = json.length();
  }

  int rows() {
    return rows;
  }

  /** Whether the server refused all of it once, and took other rows since. */
  boolean isAgain() {
    return again;
  }

  void setAgain() {
    again = true;
  }

  /** All rows. */
  Part whole() {
    return new Part(this, 0, rows);
  }

  private Segment segmentOf(int row) {
    int at = segments.size() - 1;
    while (segments.get(at).first() > row) {
      at--;
    }
    return segments.get(at);
  }

  /** Told of rows of one batch. */
  @FunctionalInterface
  interface RowsOfBatch {
    void accept(long sequence, int from, int to);
  }

  /**
   * Some of a parcel's rows.
   *
   * @param parcel the parcel
   * @param from the first row
   * @param to the row after the last
   */
  record Part(Parcel parcel, int from, int to) {

    int rows() {
      return to - from;
    }

    byte[] array() {
      return parcel.json.array();
    }

    int firstByte() {
      return from == 0 ? 0 : parcel.ends[from - 1];
    }

    int endByte() {
      return parcel.ends[to - 1];
    }

    Part firstHalf() {
      return new Part(parcel, from, from + rows() / 2);
    }

    Part secondHalf() {
      return new Part(parcel, from + rows() / 2, to);
    }

    /**
     * Names these rows, and never others: {@code INSTALLATION/BATCH.ROW-BATCH.ROW}, the first and
     * the last one, rows counted from 0 in each batch.
     */
    String key() {
      return parcel.installation.replaceAll("[^!#-\\[\\]-~]", "_")
          + "/"
          + place(from)
          + "-"
          + place(to - 1);
    }

    private String place(int row) {
      Segment segment = parcel.segmentOf(row);
      return segment.sequence() + "." + (segment.firstOfBatch() + row - segment.first());
    }

    /** Tells which rows of which batches they are. */
    void forEachBatch(RowsOfBatch action) {
      int row = from;
      while (row < to) {
        Segment segment = parcel.segmentOf(row);
        int at = parcel.segments.indexOf(segment);
        int end =
            at + 1 < parcel.segments.size()
                ? Math.min(to, parcel.segments.get(at + 1).first())
                : to;
        int offset = segment.firstOfBatch() - segment.first();
        action.accept(segment.sequence(), row + offset, end + offset);
        row = end;
      }
    }
  }
}

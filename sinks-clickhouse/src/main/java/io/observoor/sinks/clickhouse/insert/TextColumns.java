package io.observoor.sinks.clickhouse.insert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.api.batch.ColumnData;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes columns of texts, each different text encoded once a slice or once a block. One thread at
 * a time.
 */
final class TextColumns {
  /** How ClickHouse numbers its way to keep dictionaries; there has been no other. */
  private static final long DICTIONARY_VERSION = 1;

  /** The dictionary comes along with the rows. */
  private static final long OWN_DICTIONARY = 0x200;

  private final NativeOutput out;
  private final Map<String, Integer> dictionary = new LinkedHashMap<>();
  private int[] places = new int[64];

  TextColumns(NativeOutput out) {
    this.out = out;
  }

  /** A column of type String. */
  void plain(TableRows rows, int column) throws IOException {
    for (Slice slice : rows.slices()) {
      switch (slice.table().data().get(column)) {
        case ColumnData.ConstantText(String value) -> {
          byte[] bytes = value.getBytes(UTF_8);
          for (int row = slice.from(); row < slice.to(); row++) {
            out.text(bytes);
          }
        }
        case ColumnData.Texts(int[] indexes, String[] texts) -> plain(slice, indexes, texts);
        case ColumnData other -> throw NativeBlock.unexpected(other);
      }
    }
  }

  private void plain(Slice slice, int[] indexes, String[] texts) throws IOException {
    byte[][] encoded = new byte[texts.length][];
    for (int row = slice.from(); row < slice.to(); row++) {
      int index = indexes[row];
      if (encoded[index] == null) {
        encoded[index] = texts[index].getBytes(UTF_8);
      }
      out.text(encoded[index]);
    }
  }

  /** A column of type LowCardinality(String): the different texts, then which one each row has. */
  void lowCardinality(TableRows rows, int column) throws IOException {
    dictionary.clear();
    collect(rows, column);
    out.int64(DICTIONARY_VERSION);
    int width = dictionary.size() <= 1 << 8 ? 1 : dictionary.size() <= 1 << 16 ? 2 : 4;
    out.int64(OWN_DICTIONARY | Integer.numberOfTrailingZeros(width));
    out.int64(dictionary.size());
    for (String text : dictionary.keySet()) {
      out.text(text);
    }
    out.int64(rows.rows());
    int next = 0;
    for (Slice slice : rows.slices()) {
      switch (slice.table().data().get(column)) {
        case ColumnData.ConstantText constant -> {
          int place = places[next++];
          for (int row = slice.from(); row < slice.to(); row++) {
            out.integer(place, width);
          }
        }
        case ColumnData.Texts(int[] indexes, String[] texts) -> {
          for (int row = slice.from(); row < slice.to(); row++) {
            out.integer(places[next + indexes[row]], width);
          }
          next += texts.length;
        }
        case ColumnData other -> throw NativeBlock.unexpected(other);
      }
    }
  }

  /**
   * Fills the dictionary, and for each slice the places of its texts, one slice after the other.
   */
  private void collect(TableRows rows, int column) {
    int used = 0;
    for (Slice slice : rows.slices()) {
      switch (slice.table().data().get(column)) {
        case ColumnData.ConstantText(String value) -> used = place(used, value);
        case ColumnData.Texts(int[] indexes, String[] texts) -> {
          for (String text : texts) {
            used = place(used, text);
          }
        }
        case ColumnData other -> throw NativeBlock.unexpected(other);
      }
    }
  }

  private int place(int used, String text) {
    if (used == places.length) {
      places = Arrays.copyOf(places, used * 2);
    }
    Integer known = dictionary.putIfAbsent(text, dictionary.size());
    places[used] = known == null ? dictionary.size() - 1 : known;
    return used + 1;
  }
}

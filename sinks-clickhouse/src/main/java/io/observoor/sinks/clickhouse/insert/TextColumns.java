package io.observoor.sinks.clickhouse.insert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.api.batch.ColumnData;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes text columns. Encodes each distinct text once for each range or block. One thread at a
 * time.
 */
final class TextColumns {
  /** ClickHouse's SharedDictionariesWithAdditionalKeys, the only version. */
  private static final long DICTIONARY_VERSION = 1;

  /** ClickHouse's HasAdditionalKeysBit: the block contains its dictionary. */
  private static final long HAS_ADDITIONAL_KEYS = 0x200;

  private final NativeOutput out;
  private final Map<String, Integer> dictionary = new LinkedHashMap<>();

  /** The dictionary indexes of the texts of all ranges, one range after another. */
  private int[] keys = new int[64];

  TextColumns(NativeOutput out) {
    this.out = out;
  }

  /** Writes a column of type String. */
  void plain(TableRows rows, int column) throws IOException {
    for (RowRange range : rows.ranges()) {
      switch (range.table().data().get(column)) {
        case ColumnData.ConstantText(String value) -> {
          byte[] bytes = value.getBytes(UTF_8);
          for (int row = range.from(); row < range.to(); row++) {
            out.text(bytes);
          }
        }
        case ColumnData.Texts(int[] indexes, String[] texts) -> plain(range, indexes, texts);
        case ColumnData other -> throw NativeBlock.unexpected(other);
      }
    }
  }

  private void plain(RowRange range, int[] indexes, String[] texts) throws IOException {
    byte[][] encoded = new byte[texts.length][];
    for (int row = range.from(); row < range.to(); row++) {
      int index = indexes[row];
      if (encoded[index] == null) {
        encoded[index] = texts[index].getBytes(UTF_8);
      }
      out.text(encoded[index]);
    }
  }

  /** Writes a column of type LowCardinality(String): the dictionary, then each row's index. */
  void lowCardinality(TableRows rows, int column) throws IOException {
    dictionary.clear();
    fillDictionary(rows, column);
    out.int64(DICTIONARY_VERSION);
    int width = dictionary.size() <= 1 << 8 ? 1 : dictionary.size() <= 1 << 16 ? 2 : 4;
    out.int64(HAS_ADDITIONAL_KEYS | Integer.numberOfTrailingZeros(width));
    out.int64(dictionary.size());
    for (String text : dictionary.keySet()) {
      out.text(text);
    }
    out.int64(rows.rows());
    int firstKey = 0;
    for (RowRange range : rows.ranges()) {
      switch (range.table().data().get(column)) {
        case ColumnData.ConstantText constant -> {
          int key = keys[firstKey++];
          for (int row = range.from(); row < range.to(); row++) {
            out.integer(key, width);
          }
        }
        case ColumnData.Texts(int[] indexes, String[] texts) -> {
          for (int row = range.from(); row < range.to(); row++) {
            out.integer(keys[firstKey + indexes[row]], width);
          }
          firstKey += texts.length;
        }
        case ColumnData other -> throw NativeBlock.unexpected(other);
      }
    }
  }

  private void fillDictionary(TableRows rows, int column) {
    int used = 0;
    for (RowRange range : rows.ranges()) {
      switch (range.table().data().get(column)) {
        case ColumnData.ConstantText(String value) -> used = addKey(used, value);
        case ColumnData.Texts(int[] indexes, String[] texts) -> {
          for (String text : texts) {
            used = addKey(used, text);
          }
        }
        case ColumnData other -> throw NativeBlock.unexpected(other);
      }
    }
  }

  private int addKey(int used, String text) {
    if (used == keys.length) {
      keys = Arrays.copyOf(keys, used * 2);
    }
    Integer existing = dictionary.putIfAbsent(text, dictionary.size());
    keys[used] = existing == null ? dictionary.size() - 1 : existing;
    return used + 1;
  }
}

package io.observoor.delivery.spool;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * An open MVStore file with four maps: batches and their sizes by sequence, cursors by sink, and
 * metadata. Changes are on disk after {@link #commit}. Throws MVStore's exceptions, which {@link
 * StoreFailure} classifies. Not thread-safe: the {@link Spool} locks. A thread that may be
 * interrupted must not call it: an interrupt closes the file.
 */
final class SpoolFile {
  private static final String INSTALLATION = "installation";
  private static final String NEXT = "next";

  /** Prefix of a key that ends with a sink's name. */
  private static final String LOST = "lost ";

  private static final int CACHE_MEGABYTES = 1;

  /** A batch of more bytes than this gets a page of its own. */
  private static final int PAGE_BYTES = 4096;

  /**
   * The value of the next sequence. A page that becomes too long is split, and both halves are
   * written again: with this value in the second half, no batch is written twice.
   */
  private static final byte[] EMPTY = {};

  /** Reuses space at once: every commit is synced before the next one begins. */
  private static final int RETENTION_MILLIS = 0;

  /** Free bytes in the file that are not worth moving anything. */
  private static final long TOLERATED_WASTE = 4 << 20;

  private static final int COMPACTION_MILLIS = 100;

  private final MVStore store;
  private final MVMap<Long, byte[]> batches;
  private final MVMap<Long, Long> sizes;
  private final MVMap<String, Long> cursors;
  private final MVMap<String, String> meta;

  /** Waste that the last compaction could not remove. */
  private long wasteLeft;

  private SpoolFile(MVStore store) {
    this.store = store;
    batches = openMap("batches", LongDataType.INSTANCE, BytesType.INSTANCE);
    sizes = openMap("sizes", LongDataType.INSTANCE, LongDataType.INSTANCE);
    cursors = openMap("cursors", StringDataType.INSTANCE, LongDataType.INSTANCE);
    meta = openMap("meta", StringDataType.INSTANCE, StringDataType.INSTANCE);
  }

  private <K, V> MVMap<K, V> openMap(String name, DataType<K> keys, DataType<V> values) {
    return store.openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values));
  }

  /** Opens the file for exclusive reading and writing; creates it if it does not exist. */
  static SpoolFile open(Path file, Disk disk) {
    return open(file, disk, new HashMap<>(), false);
  }

  /** Opens a damaged file for reading. */
  static SpoolFile openDamaged(Path file) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("recoveryMode", 1);
    return open(file, Disk.REAL, settings, true);
  }

  private static SpoolFile open(
      Path file, Disk disk, Map<String, Object> settings, boolean readOnly) {
    settings.put("cacheSize", CACHE_MEGABYTES);
    settings.put("cacheConcurrency", 1);
    settings.put("pageSplitSize", PAGE_BYTES);
    SyncedFileStore fileStore = new SyncedFileStore(settings, disk);
    fileStore.open(file.toString(), readOnly, null);
    MVStore store = null;
    try {
      MVStore.Builder builder =
          new MVStore.Builder().adoptFileStore(fileStore).autoCommitDisabled();
      if (readOnly) {
        builder.readOnly().recoveryMode();
      }
      store = builder.open();
      store.setVersionsToKeep(0);
      store.setRetentionTime(RETENTION_MILLIS);
      return new SpoolFile(store);
    } catch (RuntimeException | Error e) {
      if (store != null) {
        store.closeImmediately();
      }
      fileStore.close();
      throw e;
    }
  }

  /** The installation's name, or null in a new file. */
  String installation() {
    return meta.get(INSTALLATION);
  }

  long next() {
    String next = meta.get(NEXT);
    return next == null ? 1 : Long.parseLong(next);
  }

  void begin(String installation) {
    meta.put(INSTALLATION, installation);
    meta.put(NEXT, "1");
  }

  Map<String, Long> cursors() {
    Map<String, Long> copy = new TreeMap<>();
    for (String name : cursors.keySet()) {
      copy.put(name, cursors.get(name));
    }
    return copy;
  }

  void cursor(String name, long acknowledged) {
    cursors.put(name, acknowledged);
  }

  /** Replaces all cursors. */
  void cursors(Map<String, Long> all) {
    for (String name : cursors().keySet()) {
      if (!all.containsKey(name)) {
        cursors.remove(name);
      }
    }
    all.forEach(this::cursor);
  }

  /** Losses by sink that no acknowledged batch reports. */
  Map<String, LossAccount.Saved> losses() {
    Map<String, LossAccount.Saved> losses = new TreeMap<>();
    for (String key : meta.keySet()) {
      if (key.startsWith(LOST)) {
        losses.put(key.substring(LOST.length()), LossAccount.Saved.parse(meta.get(key)));
      }
    }
    return losses;
  }

  /** Replaces all losses. */
  void losses(Map<String, LossAccount.Saved> all) {
    Map<String, LossAccount.Saved> before = losses();
    if (!before.equals(all)) {
      before.keySet().forEach(sink -> meta.remove(LOST + sink));
      all.forEach((sink, saved) -> meta.put(LOST + sink, saved.text()));
    }
  }

  void put(long sequence, byte[] bytes, int rows) {
    batches.put(sequence, bytes);
    batches.put(sequence + 1, EMPTY);
    sizes.put(sequence, (long) bytes.length << 32 | rows);
    meta.put(NEXT, Long.toString(sequence + 1));
  }

  /** The bytes of a batch; null if the file lacks it. */
  byte[] get(long sequence) {
    return batches.get(sequence);
  }

  void remove(long sequence) {
    batches.remove(sequence);
    sizes.remove(sequence);
  }

  /** The sequences of all batches, in order. */
  Iterator<Long> sequences() {
    return sizes.keyIterator(null);
  }

  /** As {@link #sequences}, but read from the map of the batches, which is larger. */
  Iterator<Long> storedSequences() {
    return batches.keyIterator(null);
  }

  int bytesOf(long sequence) {
    return (int) (sizes.get(sequence) >>> 32);
  }

  int rowsOf(long sequence) {
    return sizes.get(sequence).intValue();
  }

  /**
   * Removes batches, replaces cursors and losses, and waits until all changes are on disk.
   *
   * @param first the oldest batch
   * @param removed number of oldest batches to remove
   */
  void write(
      long first,
      int removed,
      Map<String, Long> allCursors,
      Map<String, LossAccount.Saved> losses) {
    for (int i = 0; i < removed; i++) {
      remove(first + i);
    }
    cursors(allCursors);
    losses(losses);
    commit();
  }

  /** Writes all changes and waits until they are on disk. */
  void commit() {
    if (store.commit() >= 0) {
      store.sync();
    }
  }

  /**
   * Moves the content to the file's beginning and cuts the rest off, if that is worth it.
   *
   * @param usedBytes bytes of all batches
   */
  void compact(long usedBytes) {
    long waste = waste(usedBytes);
    // tries again only for clearly more than the last attempt could not remove
    if (waste > TOLERATED_WASTE && waste > wasteLeft + wasteLeft / 4) {
      store.compactFile(COMPACTION_MILLIS);
      long left = waste(usedBytes);
      // an attempt that helped may help again
      wasteLeft = left < waste - waste / 8 ? 0 : left;
    }
  }

  private long waste(long usedBytes) {
    return store.getFileStore().size() - 2 * usedBytes;
  }

  /** Commits and closes the file. */
  void close() {
    store.close();
  }

  /** Closes the file without a commit. */
  void abandon() {
    store.closeImmediately();
  }
}

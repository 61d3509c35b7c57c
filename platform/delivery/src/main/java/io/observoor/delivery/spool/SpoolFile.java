package io.observoor.delivery.spool;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * An open MVStore file with four maps: the batches by number, their sizes by number, the cursors by
 * sink, and what else must outlive the process. Changes are on disk after {@link #commit}. Throws
 * what MVStore throws: {@link Fault} reads it. Not thread-safe: the spool's lock guards it. No
 * thread that calls it may be interrupted, because that closes the file.
 */
final class SpoolFile {
  private static final String INSTALLATION = "installation";
  private static final String NEXT = "next";

  /** Before the name of a sink. */
  private static final String LOST = "lost ";

  private static final int CACHE_MEGABYTES = 1;

  /** A batch of more bytes than this has a page of its own. */
  private static final int PAGE_BYTES = 4096;

  /**
   * The value of the next number. A page is split when it becomes too long, and both halves are
   * written again: with this in the second half, no batch is ever written twice.
   */
  private static final byte[] NOTHING = {};

  /** Never wait before space is used again: every commit is synced before the next one begins. */
  private static final int RETENTION_MILLIS = 0;

  private final MVStore store;
  private final MVMap<Long, byte[]> batches;
  private final MVMap<Long, Long> sizes;
  private final MVMap<String, Long> cursors;
  private final MVMap<String, String> meta;

  private SpoolFile(MVStore store) {
    this.store = store;
    batches =
        store.openMap(
            "batches",
            new MVMap.Builder<Long, byte[]>()
                .keyType(LongDataType.INSTANCE)
                .valueType(BytesType.INSTANCE));
    sizes =
        store.openMap(
            "sizes",
            new MVMap.Builder<Long, Long>()
                .keyType(LongDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    cursors =
        store.openMap(
            "cursors",
            new MVMap.Builder<String, Long>()
                .keyType(StringDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    meta =
        store.openMap(
            "meta",
            new MVMap.Builder<String, String>()
                .keyType(StringDataType.INSTANCE)
                .valueType(StringDataType.INSTANCE));
  }

  /** Opens the file for reading and writing, alone; makes it when it is not there. */
  static SpoolFile open(Path file, Disk disk) {
    return open(file, disk, new HashMap<>(), false);
  }

  /** Opens a damaged file for reading what is left. */
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

  /** These cursors and no others. */
  void cursors(Map<String, Long> all) {
    for (String gone : cursors().keySet()) {
      if (!all.containsKey(gone)) {
        cursors.remove(gone);
      }
    }
    all.forEach(this::cursor);
  }

  /** What sinks have lost and no durable batch tells of, by sink. */
  Map<String, LossAccount.Saved> losses() {
    Map<String, LossAccount.Saved> losses = new TreeMap<>();
    for (String key : meta.keySet()) {
      if (key.startsWith(LOST)) {
        losses.put(key.substring(LOST.length()), LossAccount.Saved.parse(meta.get(key)));
      }
    }
    return losses;
  }

  /** These losses and no others. */
  void losses(Map<String, LossAccount.Saved> all) {
    Map<String, LossAccount.Saved> before = losses();
    if (!before.equals(all)) {
      before.keySet().forEach(sink -> meta.remove(LOST + sink));
      all.forEach((sink, saved) -> meta.put(LOST + sink, saved.text()));
    }
  }

  void put(long sequence, byte[] bytes, int rows) {
    batches.put(sequence, bytes);
    batches.put(sequence + 1, NOTHING);
    sizes.put(sequence, (long) bytes.length << 32 | rows);
    meta.put(NEXT, Long.toString(sequence + 1));
  }

  /** The bytes of a batch, or null when it is not there. */
  byte[] get(long sequence) {
    return batches.get(sequence);
  }

  void remove(long sequence) {
    batches.remove(sequence);
    sizes.remove(sequence);
  }

  /** The numbers of the batches, in order. */
  Iterator<Long> sequences() {
    return sizes.keyIterator(null);
  }

  /** The numbers of the batches, in order, from the values themselves. */
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
   * Removes batches, sets the cursors and the losses, and waits until all changes are on disk.
   *
   * @param first the number of the oldest batch
   * @param gone how many of the oldest are removed
   */
  void write(
      long first, int gone, Map<String, Long> allCursors, Map<String, LossAccount.Saved> losses) {
    for (int i = 0; i < gone; i++) {
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

  /** The file's length in bytes. */
  long length() {
    return store.getFileStore().size();
  }

  /** Moves what is kept to the file's beginning, for at most this long, and cuts the rest off. */
  void compact(int maximumMillis) {
    store.compactFile(maximumMillis);
  }

  /** Closes the file, committing what is not yet. */
  void close() {
    store.close();
  }

  /** Closes the file as it is on disk. */
  void abandon() {
    store.closeImmediately();
  }
}

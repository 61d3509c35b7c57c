package io.observoor.delivery.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/**
 * MVStore's file, with two changes that make every commit atomic (docs/adr/0011).
 *
 * <p>MVStore accepts a chunk when its first and its last block are intact, and a disk may write
 * these before those between. So the first block is written after all others are synced.
 *
 * <p>MVStore finds the newest chunk by a header that it writes after the chunk, and sometimes at
 * the file's end. A failure between the two writes leaves a chunk that one opening finds and
 * another does not, and in the end two chunks of one version. So every opening scans the whole file
 * for the newest complete chunk; that takes milliseconds unless the backlog is long.
 */
final class SyncedFileStore extends SingleFileStore {
  /** MVStore's block size, which its API does not publish. */
  private static final int BLOCK = 4096;

  /** Free bytes at the file's end that are not worth the two syncs of cutting them off. */
  private static final long TOLERATED_TAIL = 1 << 20;

  private final Disk disk;

  SyncedFileStore(Map<String, Object> settings, Disk disk) {
    super(settings);
    this.disk = disk;
  }

  @Override
  protected void writeFully(SFChunk chunk, long position, ByteBuffer source) {
    check(source.remaining());
    if (chunk == null || source.remaining() <= BLOCK) {
      super.writeFully(chunk, position, source);
      return;
    }
    int start = source.position();
    int end = source.limit();
    super.writeFully(chunk, position + BLOCK, source.position(start + BLOCK));
    sync();
    super.writeFully(chunk, position, source.limit(start + BLOCK).position(start));
    source.limit(end).position(end);
  }

  @Override
  protected void readStoreHeader(boolean wholeFile) {
    super.readStoreHeader(true);
  }

  @Override
  public void sync() {
    check(0);
    super.sync();
  }

  @Override
  protected void shrinkStoreIfPossible(int minimumPercent) {
    if (minimumPercent == 0 || size() - getAfterLastBlock_() * BLOCK > TOLERATED_TAIL) {
      super.shrinkStoreIfPossible(minimumPercent);
    }
  }

  private void check(int bytes) {
    try {
      disk.beforeWrite(bytes);
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_WRITING_FAILED, "Could not write file {0}", getFileName(), e);
    }
  }
}

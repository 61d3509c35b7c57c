package io.observoor.delivery.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.observoor.api.batch.Batch;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.WindowRows;
import io.observoor.delivery.TestRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Decoding returns the encoded batch, and refuses all other bytes. */
final class BatchCodecTest {
  private static final int HEADER = 9;

  private final BatchCodec codec = new BatchCodec();

  @Test
  void decodingReturnsEveryValue() throws CorruptBatchException {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      Batch batch = new Batch("0123456789ab", i + 1L, TestRows.random(random, i, 40));
      Batch decoded = BatchCodec.decode(codec.encode(batch));
      assertEquals(batch.installation(), decoded.installation());
      assertEquals(batch.sequence(), decoded.sequence());
      assertSame(batch.rows(), decoded.rows());
    }
  }

  private static void assertSame(WindowRows expected, WindowRows actual) {
    assertEquals(expected.context(), actual.context());
    assertEquals(expected.tables().size(), actual.tables().size());
    for (int i = 0; i < expected.tables().size(); i++) {
      Table one = expected.tables().get(i);
      Table other = actual.tables().get(i);
      assertEquals(one.schema(), other.schema());
      assertEquals(one.rows(), other.rows());
      for (int c = 0; c < one.data().size(); c++) {
        assertEquals(
            TestRows.describe(one.data().get(c), one.rows()),
            TestRows.describe(other.data().get(c), other.rows()));
      }
    }
  }

  @Test
  void constantColumnsStayConstantAndSmall() throws CorruptBatchException {
    byte[] bytes = codec.encode(new Batch("i", 1, TestRows.simple(7, 5_000)));
    Table table = BatchCodec.decode(bytes).rows().tables().getFirst();
    assertInstanceOf(ColumnData.ConstantLong.class, table.column("window_start"));
    assertInstanceOf(ColumnData.ConstantText.class, table.column("meta_client_name"));
    assertTrue(bytes.length < 600, bytes.length + " bytes");
  }

  @Test
  void arraysLongerThanTheTableAreTruncated() throws CorruptBatchException {
    Table simple = TestRows.simple(1, 1).tables().getFirst();
    ColumnData[] data = simple.data().toArray(ColumnData[]::new);
    data[simple.schema().indexOf("n")] = new ColumnData.Longs(new long[] {5, 6, 7});
    WindowRows rows =
        new WindowRows(
            TestRows.simple(1, 1).context(),
            java.util.List.of(new Table(simple.schema(), 2, Arrays.asList(data))));
    Table decoded =
        BatchCodec.decode(codec.encode(new Batch("i", 1, rows))).rows().tables().getFirst();
    assertEquals("Longs|5|6", TestRows.describe(decoded.column("n"), 2));
  }

  @Test
  void everyChangedOrMissingByteIsDetected() {
    byte[] bytes = codec.encode(new Batch("i", 1, TestRows.random(new Random(3), 1, 5)));
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      assertThrows(CorruptBatchException.class, () -> BatchCodec.decode(changed));
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThrows(CorruptBatchException.class, () -> BatchCodec.decode(cut));
    }
  }

  /**
   * Damage under a correct checksum results in a batch or a CorruptBatchException, nothing else.
   */
  @Test
  void damagedContentUnderACorrectChecksumIsHandled() {
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 1_500; i++) {
      byte[] content = content(codec.encode(new Batch("i", 1, TestRows.random(random, 1, 4))));
      for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
        int at = random.nextInt(content.length);
        if (random.nextBoolean() && at + 4 <= content.length) {
          ByteBuffer.wrap(content).putInt(at, random.nextInt());
        } else {
          content[at] = (byte) random.nextInt();
        }
      }
      try {
        BatchCodec.decode(framed(content, content.length));
      } catch (CorruptBatchException e) {
        refused++;
      }
    }
    assertTrue(refused > 500, refused + " refused");
  }

  @Test
  void aWrongContentLengthIsRefused() {
    byte[] content = content(codec.encode(new Batch("i", 1, TestRows.simple(1, 3))));
    assertThrows(
        CorruptBatchException.class, () -> BatchCodec.decode(framed(content, Integer.MAX_VALUE)));
    assertThrows(CorruptBatchException.class, () -> BatchCodec.decode(framed(content, -1)));
    assertThrows(
        CorruptBatchException.class, () -> BatchCodec.decode(framed(content, content.length + 1)));
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = 1;
      }
      assertThrows(CorruptBatchException.class, () -> BatchCodec.decode(bytes));
    }
  }

  private static byte[] content(byte[] bytes) {
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(5);
    return Zstd.decompress(Arrays.copyOfRange(bytes, HEADER, bytes.length), length);
  }

  private static byte[] framed(byte[] content, int length) {
    byte[] compressed = Zstd.compress(content);
    byte[] bytes = new byte[HEADER + compressed.length];
    System.arraycopy(compressed, 0, bytes, HEADER, compressed.length);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.put(0, (byte) 1).putInt(5, length);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 5, bytes.length - 5);
    header.putInt(1, (int) crc.getValue());
    return bytes;
  }
}

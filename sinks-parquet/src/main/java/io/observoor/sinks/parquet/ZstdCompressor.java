package io.observoor.sinks.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages with zstd, without Hadoop's codecs. All files of a sink share one, since one
 * thread writes them. As with parquet's own compressors, a result is valid until the next call.
 */
final class ZstdCompressor implements BytesInputCompressor {
  private final ZstdCompressCtx context;
  private final Page page = new Page();
  private byte[] result = new byte[0];

  ZstdCompressor(int level) {
    context = new ZstdCompressCtx();
    context.setLevel(level);
  }

  @Override
  public BytesInput compress(BytesInput input) throws IOException {
    page.reset();
    input.writeAllTo(page);
    int bound = Math.toIntExact(Zstd.compressBound(page.size()));
    if (result.length < bound) {
      result = new byte[bound];
    }
    int length = context.compressByteArray(result, 0, result.length, page.bytes(), 0, page.size());
    return BytesInput.from(result, 0, length);
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  /** Does nothing: parquet calls it for each file, but files share the compressor. */
  @Override
  public void release() {}

  /** Frees the native memory. */
  void close() {
    context.close();
  }

  /** The uncompressed page, in a reused array. */
  private static final class Page extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }
  }
}

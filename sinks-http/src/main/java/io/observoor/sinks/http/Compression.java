package io.observoor.sinks.http;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.snappy.SnappyCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The compressions of a body, with their Content-Encoding. Snappy is one raw block, as in Vector,
 * the reference agent and Prometheus' remote write, not the framed format; zlib is HTTP's {@code
 * deflate}. Thread-safe.
 */
enum Compression {
  /** Uncompressed. */
  NONE(""),
  /** RFC 1952. */
  GZIP("gzip"),
  /** RFC 8878. */
  ZSTD("zstd"),
  /** RFC 1950. */
  ZLIB("deflate"),
  /** A raw block. */
  SNAPPY("snappy");

  private static final int ZSTD_LEVEL = 3;

  private final String encoding;

  Compression(String encoding) {
    this.encoding = encoding;
  }

  /** Finds a compression by its name in the configuration. */
  static Compression of(String text) {
    return Arrays.stream(values())
        .filter(it -> it.text().equals(text))
        .findFirst()
        .orElseThrow(() -> Settings.invalid("compression must be one of " + names()));
  }

  /** All names, in the order of the documentation. */
  static List<String> names() {
    return Arrays.stream(values()).map(Compression::text).toList();
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of the header Content-Encoding; empty for none. */
  String encoding() {
    return encoding;
  }

  /** Compresses the bytes [from, to). */
  byte[] compress(byte[] bytes, int from, int to) {
    return switch (this) {
      case NONE -> Arrays.copyOfRange(bytes, from, to);
      case GZIP -> deflate(GZIPOutputStream::new, bytes, from, to);
      case ZLIB -> deflate(DeflaterOutputStream::new, bytes, from, to);
      case ZSTD -> zstd(bytes, from, to);
      case SNAPPY -> snappy(bytes, from, to);
    };
  }

  /** Opens a stream that compresses into another. */
  @FunctionalInterface
  private interface Codec {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] deflate(Codec codec, byte[] bytes, int from, int to) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(256 + (to - from) / 4);
    try (OutputStream out = codec.open(compressed)) {
      out.write(bytes, from, to - from);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return compressed.toByteArray();
  }

  private static byte[] zstd(byte[] bytes, int from, int to) {
    byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(to - from))];
    long length =
        Zstd.compressByteArray(
            compressed, 0, compressed.length, bytes, from, to - from, ZSTD_LEVEL);
    if (Zstd.isError(length)) {
      throw new IllegalStateException("zstd cannot compress: " + Zstd.getErrorName(length));
    }
    return Arrays.copyOf(compressed, Math.toIntExact(length));
  }

  private static byte[] snappy(byte[] bytes, int from, int to) {
    SnappyCompressor compressor = new SnappyCompressor();
    byte[] compressed = new byte[compressor.maxCompressedLength(to - from)];
    int length = compressor.compress(bytes, from, to - from, compressed, 0, compressed.length);
    return Arrays.copyOf(compressed, length);
  }
}

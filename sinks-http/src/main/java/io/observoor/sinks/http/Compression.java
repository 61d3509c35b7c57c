package io.observoor.sinks.http;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.snappy.SnappyCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The ways to compress a body, with the Content-Encoding that tells the server. Snappy is one raw
 * block, as Vector, the reference agent and Prometheus' remote write have it, not the framed
 * format; zlib is what HTTP calls deflate. Thread-safe.
 */
enum Compression {
  /** As it is. */
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

  /** The one of this name in the configuration. */
  static Compression of(String text) {
    for (Compression compression : values()) {
      if (compression.text().equals(text)) {
        return compression;
      }
    }
    throw new IllegalArgumentException(
        "configuration "
            + HttpSinkConfiguration.PID
            + ": compression must be one of "
            + Settings.compressions());
  }

  /** As the configuration says it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of the header Content-Encoding; empty for none. */
  String encoding() {
    return encoding;
  }

  /** Compresses a part of an array. */
  byte[] compress(byte[] bytes, int from, int to) {
    return switch (this) {
      case NONE -> Arrays.copyOfRange(bytes, from, to);
      case GZIP -> through(GZIPOutputStream::new, bytes, from, to);
      case ZLIB -> through(DeflaterOutputStream::new, bytes, from, to);
      case ZSTD -> zstd(bytes, from, to);
      case SNAPPY -> snappy(bytes, from, to);
    };
  }

  /** Makes a stream that compresses into another. */
  @FunctionalInterface
  private interface Stream {
    OutputStream into(OutputStream out) throws IOException;
  }

  private static byte[] through(Stream stream, byte[] bytes, int from, int to) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(256 + (to - from) / 4);
    try (OutputStream out = stream.into(compressed)) {
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

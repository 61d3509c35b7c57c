package io.observoor.sinks.clickhouse.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Wraps private keys of before PKCS#8, which is the only form that the JDK reads. */
final class Der {
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xa0;
  private static final byte[] ZERO = {INTEGER, 1, 0};

  /** 1.2.840.113549.1.1.1 and no parameters. */
  private static final byte[] RSA = {
    6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** 1.2.840.10045.2.1, to be followed by the curve. */
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private Der() {}

  static byte[] wrapRsa(byte[] pkcs1) {
    return element(SEQUENCE, ZERO, element(SEQUENCE, RSA), element(OCTETS, pkcs1));
  }

  static byte[] wrapEc(byte[] sec1) throws IOException {
    return element(SEQUENCE, ZERO, element(SEQUENCE, EC, curve(sec1)), element(OCTETS, sec1));
  }

  /** The element [0] of an EC key, whose content names the curve. */
  private static byte[] curve(byte[] sec1) throws IOException {
    int at = content(sec1, 0);
    while (at < sec1.length) {
      int begin = content(sec1, at);
      int end = begin + length(sec1, at);
      if ((sec1[at] & 0xff) == PARAMETERS) {
        return Arrays.copyOfRange(sec1, begin, end);
      }
      at = end;
    }
    throw new IOException("an EC private key without its curve");
  }

  private static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int size = content.size();
    if (size < 0x80) {
      element.write(size);
    } else {
      element.write(0x84);
      for (int shift = 24; shift >= 0; shift -= 8) {
        element.write(size >>> shift);
      }
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}

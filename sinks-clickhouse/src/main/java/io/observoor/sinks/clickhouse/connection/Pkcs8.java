package io.observoor.sinks.clickhouse.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Wraps PKCS#1 and SEC1 private keys into PKCS#8, the only encoding that the JDK reads (DER). */
final class Pkcs8 {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int EC_PARAMETERS = 0xa0;
  private static final byte[] ZERO = {INTEGER, 1, 0};

  /** rsaEncryption, 1.2.840.113549.1.1.1, with NULL parameters. */
  private static final byte[] RSA = {
    6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** id-ecPublicKey, 1.2.840.10045.2.1; the curve follows. */
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private Pkcs8() {}

  static byte[] wrapRsa(byte[] pkcs1) {
    return element(SEQUENCE, ZERO, element(SEQUENCE, RSA), element(OCTET_STRING, pkcs1));
  }

  static byte[] wrapEc(byte[] sec1) throws IOException {
    return element(SEQUENCE, ZERO, element(SEQUENCE, EC, curve(sec1)), element(OCTET_STRING, sec1));
  }

  /** Returns the content of element [0] of an EC key, the curve. */
  private static byte[] curve(byte[] sec1) throws IOException {
    int offset = contentOffset(sec1, 0);
    while (offset < sec1.length) {
      int begin = contentOffset(sec1, offset);
      int end = begin + contentLength(sec1, offset);
      if ((sec1[offset] & 0xff) == EC_PARAMETERS) {
        return Arrays.copyOfRange(sec1, begin, end);
      }
      offset = end;
    }
    throw new IOException("the EC private key does not name its curve");
  }

  private static int contentOffset(byte[] der, int offset) {
    int first = der[offset + 1] & 0xff;
    return offset + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int contentLength(byte[] der, int offset) {
    int first = der[offset + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[offset + 2 + i] & 0xff);
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

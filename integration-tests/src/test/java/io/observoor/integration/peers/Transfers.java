package io.observoor.integration.peers;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Signs transfers of one wei from one account. The account's key is 1 and the signatures' secrets
 * are consecutive numbers, so that each takes one addition of points: fast, and insecure outside of
 * test chains. Not thread-safe.
 */
final class Transfers {
  private static final BigInteger PRIME =
      new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /** The generator of secp256k1, which is the public key of the key 1. */
  private static final Point GENERATOR =
      new Point(
          new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
          new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16));

  private static final byte[] TO =
      HexFormat.of().parseHex("00000000000000000000000000000000000000aa");
  private static final long GAS_PRICE = 100_000_000_000L;
  private static final long GAS = 21_000;

  private final long chain;
  private long nonce;
  private BigInteger secret = BigInteger.TWO;
  private Point point = GENERATOR.plus(GENERATOR);

  /** Starts with the account's first transfer on a chain. */
  Transfers(long chain) {
    this.chain = chain;
  }

  /** Returns the paying account's address, as 0x and 40 digits. */
  static String account() {
    byte[] hash = Keccak.hash(concat(bytes(GENERATOR.x, 32), bytes(GENERATOR.y, 32)));
    return "0x" + HexFormat.of().formatHex(hash, 12, 32);
  }

  /** Signs the next transfer; returns its encoding as 0x and digits. */
  String next() {
    byte[] unsigned = list(field(chain), item(new byte[0]), item(new byte[0]));
    BigInteger digest = new BigInteger(1, Keccak.hash(unsigned));
    BigInteger r = point.x.mod(ORDER);
    BigInteger s = secret.modInverse(ORDER).multiply(digest.add(r)).mod(ORDER);
    boolean odd = point.y.testBit(0);
    // of the two valid values, Ethereum accepts the lower one
    if (s.compareTo(ORDER.shiftRight(1)) > 0) {
      s = ORDER.subtract(s);
      odd = !odd;
    }
    byte[] signed = list(field(35 + 2 * chain + (odd ? 1 : 0)), item(r), item(s));
    nonce++;
    secret = secret.add(BigInteger.ONE);
    point = point.plus(GENERATOR);
    return "0x" + HexFormat.of().formatHex(signed);
  }

  private byte[] list(byte[]... last) {
    byte[] payload =
        concat(
            field(nonce),
            field(GAS_PRICE),
            field(GAS),
            item(TO),
            field(1),
            item(new byte[0]),
            concat(last));
    return concat(header(0xc0, payload.length), payload);
  }

  private static byte[] field(long number) {
    return item(BigInteger.valueOf(number));
  }

  private static byte[] item(BigInteger number) {
    return item(bytes(number, (number.bitLength() + 7) / 8));
  }

  /** Encodes a value as recursive length prefix (RLP). */
  private static byte[] item(byte[] value) {
    if (value.length == 1 && value[0] >= 0) {
      return value;
    }
    return concat(header(0x80, value.length), value);
  }

  private static byte[] header(int kind, int length) {
    if (length < 56) {
      return new byte[] {(byte) (kind + length)};
    }
    return new byte[] {(byte) (kind + 55 + 1), (byte) length};
  }

  private static byte[] bytes(BigInteger number, int size) {
    byte[] signed = number.toByteArray();
    byte[] bytes = new byte[size];
    int count = Math.min(size, signed.length);
    System.arraycopy(signed, signed.length - count, bytes, size - count, count);
    return bytes;
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** A point of the curve, except the one at infinity. */
  private record Point(BigInteger x, BigInteger y) {
    Point plus(Point other) {
      BigInteger slope =
          equals(other)
              ? x.pow(2).multiply(BigInteger.valueOf(3)).multiply(y.shiftLeft(1).modInverse(PRIME))
              : other.y.subtract(y).multiply(other.x.subtract(x).modInverse(PRIME));
      BigInteger sum = slope.pow(2).subtract(x).subtract(other.x).mod(PRIME);
      return new Point(sum, slope.multiply(x.subtract(sum)).subtract(y).mod(PRIME));
    }
  }
}

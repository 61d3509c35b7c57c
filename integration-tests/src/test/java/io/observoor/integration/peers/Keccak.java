package io.observoor.integration.peers;

/** Keccak-256 of Ethereum: SHA-3 with the padding of its draft, which the JDK lacks. */
final class Keccak {
  private static final int RATE = 136;
  private static final long[] ROUND_CONSTANTS = roundConstants();

  private Keccak() {}

  static byte[] hash(byte[] message) {
    long[] state = new long[25];
    byte[] padded = new byte[(message.length / RATE + 1) * RATE];
    System.arraycopy(message, 0, padded, 0, message.length);
    padded[message.length] |= 1;
    padded[padded.length - 1] |= (byte) 0x80;
    for (int block = 0; block < padded.length; block += RATE) {
      for (int i = 0; i < RATE; i++) {
        state[i / 8] ^= (padded[block + i] & 0xffL) << (8 * (i % 8));
      }
      permute(state);
    }
    byte[] digest = new byte[32];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) (state[i / 8] >>> (8 * (i % 8)));
    }
    return digest;
  }

  private static void permute(long[] a) {
    long[] c = new long[5];
    for (long constant : ROUND_CONSTANTS) {
      for (int x = 0; x < 5; x++) {
        c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
      }
      for (int i = 0; i < 25; i++) {
        a[i] ^= c[(i + 4) % 5] ^ Long.rotateLeft(c[(i + 1) % 5], 1);
      }
      // rho and pi
      long lane = a[1];
      int x = 1;
      int y = 0;
      for (int t = 0; t < 24; t++) {
        int next = (2 * x + 3 * y) % 5;
        x = y;
        y = next;
        long moved = Long.rotateLeft(lane, (t + 1) * (t + 2) / 2);
        lane = a[x + 5 * y];
        a[x + 5 * y] = moved;
      }
      for (int row = 0; row < 25; row += 5) {
        System.arraycopy(a, row, c, 0, 5);
        for (int i = 0; i < 5; i++) {
          a[row + i] = c[i] ^ (~c[(i + 1) % 5] & c[(i + 2) % 5]);
        }
      }
      a[0] ^= constant;
    }
  }

  /** Computes the constants from the standard's linear feedback shift register. */
  private static long[] roundConstants() {
    long[] constants = new long[24];
    int register = 1;
    for (int round = 0; round < 24; round++) {
      for (int j = 0; j < 7; j++) {
        if ((register & 1) != 0) {
          constants[round] |= 1L << ((1 << j) - 1);
        }
        register = register << 1 ^ (register >> 7) * 0x171;
      }
    }
    return constants;
  }
}

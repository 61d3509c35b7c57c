package io.observoor.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request or a response of HTTP/1.1 as on the wire.
 *
 * @param head the first line and the headers, with the empty line
 * @param body the body, still chunked if it was sent so
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpMessage(String head, byte[] body) {
  /** Bytes of a body that are searched: enough for a table's name. */
  private static final int STATEMENT = 300;

  private static final Pattern LENGTH =
      Pattern.compile("^content-length: *(\\d+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern CHUNKED =
      Pattern.compile("^transfer-encoding: *chunked", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern EXPECT =
      Pattern.compile("^expect: *100-continue\r\n", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern BODILESS = Pattern.compile("HTTP/1.1 (1\\d\\d|204|304) .*");

  /** Reads a request; null at the end. Answers an {@code Expect: 100-continue}. */
  static HttpMessage request(InputStream in, OutputStream out) throws IOException {
    String head = head(in);
    if (head == null) {
      return null;
    }
    Matcher expect = EXPECT.matcher(head);
    if (expect.find()) {
      head = expect.replaceFirst("");
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
    return new HttpMessage(head, body(head, in, false));
  }

  /** Reads a response. */
  static HttpMessage response(InputStream in) throws IOException {
    String head = head(in);
    if (head == null) {
      throw new EOFException("the server closed the connection instead of an answer");
    }
    boolean bodiless = BODILESS.matcher(head.lines().findFirst().orElse("")).matches();
    return new HttpMessage(head, bodiless ? new byte[0] : body(head, in, true));
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      bytes.write(next);
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return bytes.toString(ISO_8859_1);
  }

  private static byte[] body(String head, InputStream in, boolean untilEnd) throws IOException {
    if (CHUNKED.matcher(head).find()) {
      return chunks(in);
    }
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      return exactly(in, Integer.parseInt(length.group(1)));
    }
    return untilEnd ? in.readAllBytes() : new byte[0];
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int size = -1;
    while (size != 0) {
      String line = line(in, bytes);
      size = Integer.parseInt(line.replaceFirst(";.*", "").strip(), 16);
      // an empty line follows the last chunk; trailers do not occur
      bytes.write(exactly(in, size + 2));
    }
    return bytes.toByteArray();
  }

  private static String line(InputStream in, ByteArrayOutputStream copy) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the body ends early");
      }
      line.append((char) next);
      copy.write(next);
    }
    copy.write('\n');
    return line.toString();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ends early");
    }
    return bytes;
  }

  /** Returns a request's SQL, which is in its target or at the start of its body. */
  String statement() {
    String target = head.lines().findFirst().orElse("");
    int length = Math.min(STATEMENT, body.length);
    return decoded(target) + "\n" + new String(body, 0, length, ISO_8859_1);
  }

  private static String decoded(String target) {
    try {
      return URLDecoder.decode(target, UTF_8);
    } catch (IllegalArgumentException e) {
      return target;
    }
  }

  /** Writes the head and the first bytes of the body. */
  void write(OutputStream out, int length) throws IOException {
    out.write(head.getBytes(ISO_8859_1));
    out.write(body, 0, length);
    out.flush();
  }

  /** Writes the whole message. */
  void write(OutputStream out) throws IOException {
    write(out, body.length);
  }

  /** Tests whether the connection ends with this message. */
  boolean isLast() {
    return head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
  }
}

package io.observoor.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Logs to the original standard error. Gogo replaces {@code System.err} by a stream that sends a
 * command's output to the user of the shell, who must not see the log.
 */
public final class LogAppender extends OutputStreamAppender<ILoggingEvent> {

  @Override
  public void start() {
    setOutputStream(new Unclosed(System.err));
    super.start();
  }

  /** Keeps the standard error open when the appender is closed. */
  private static final class Unclosed extends FilterOutputStream {
    private Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}

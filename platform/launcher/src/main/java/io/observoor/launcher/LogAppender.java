package io.observoor.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Logs to the standard error as it is at the start. Later the shell's command processor puts a
 * stream in its place that leads what a command prints to the user who typed it; what is logged
 * meanwhile is not for that user.
 */
public final class LogAppender extends OutputStreamAppender<ILoggingEvent> {

  @Override
  public void start() {
    setOutputStream(new Unclosed(System.err));
    super.start();
  }

  /** The standard error outlives its appender. */
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

package io.observoor.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutputRedirectTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final BlockingQueue<String> above = new LinkedBlockingQueue<>();

  @BeforeEach
  void redirect() {
    System.setOut(new PrintStream(written, true));
    System.setErr(new PrintStream(written, true));
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void linesAreShownAboveThePrompt() throws InterruptedException {
    OutputRedirect output = OutputRedirect.install();
    System.out.print("before\n");
    output.redirectTo(Optional.of(above::add));
    System.out.println("a line");
    System.err.print("half ");
    System.err.println("and half");
    assertEquals("a line", above.poll(30, TimeUnit.SECONDS));
    assertEquals("half and half", above.poll(30, TimeUnit.SECONDS));
    output.redirectTo(Optional.empty());
    System.out.print("after\n");
    assertEquals("before\nafter\n", written.toString(UTF_8));
  }
}

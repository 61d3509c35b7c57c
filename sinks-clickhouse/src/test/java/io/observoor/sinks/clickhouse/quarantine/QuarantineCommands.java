package io.observoor.sinks.clickhouse.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/** Runs the quarantine commands as the shell does. */
public final class QuarantineCommands {
  private QuarantineCommands() {}

  /** Runs {@code quarantine-list} and returns its output. */
  public static String list(QuarantineAccess access, String... options) throws Exception {
    return run(new QuarantineList(access), (Object[]) options);
  }

  /** Runs {@code quarantine-send} and returns its output. */
  public static String send(QuarantineAccess access, String... files) throws Exception {
    return run(new QuarantineSend(access), (Object[]) files);
  }

  private static String run(Function command, Object... arguments) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, UTF_8);
    CommandSession session =
        (CommandSession)
            Proxy.newProxyInstance(
                QuarantineCommands.class.getClassLoader(),
                new Class<?>[] {CommandSession.class},
                (_, method, _) -> {
                  if (method.getName().equals("getConsole")) {
                    return out;
                  }
                  throw new UnsupportedOperationException(method.toString());
                });
    command.execute(session, List.of(arguments));
    return printed.toString(UTF_8);
  }
}

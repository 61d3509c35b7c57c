package io.observoor.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.testing.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A go-ethereum node of a private chain ({@code --dev}) as a child process, with a block every two
 * seconds.
 */
final class Geth implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("\"result\":\\s*\"0x([0-9a-f]+)\"");
  private static final Pattern ACCOUNT = Pattern.compile("0x[0-9a-f]{40}");

  private final Process process;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  private Geth(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it and waits until its API answers. */
  static Geth start(String program, Path directory) throws IOException {
    // the kernel names a process after its file
    Path named =
        Files.createSymbolicLink(
            Files.createDirectories(directory).resolve("geth"), Path.of(program));
    int port = FreePort.next();
    List<String> command =
        List.of(
            named.toString(),
            "--dev",
            "--dev.period",
            "2",
            "--datadir",
            directory.resolve("chain").toString(),
            "--http",
            "--http.port",
            "" + port,
            "--port",
            "" + FreePort.next(),
            "--authrpc.port",
            "" + FreePort.next());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Geth geth = new Geth(process, port);
    try {
      BufferedReader log = process.inputReader(UTF_8);
      StringBuilder output = new StringBuilder();
      String line = log.readLine();
      while (line != null && !line.contains("HTTP server started")) {
        output.append(line).append('\n');
        line = log.readLine();
      }
      if (line == null) {
        throw new AssertionError("geth ended: " + output);
      }
      Thread.ofVirtual().start(() -> drain(process));
      return geth;
    } catch (IOException | RuntimeException | Error e) {
      geth.close();
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  /** Sends transactions one by one for this long, at least this many; returns their number. */
  int transact(long seconds, int least) throws IOException, InterruptedException {
    Matcher account = ACCOUNT.matcher(call("eth_accounts", "[]"));
    if (!account.find()) {
      throw new AssertionError("geth --dev has no account");
    }
    // explicit nonces: around a new block, geth assigns one twice and refuses the second
    long nonce =
        number(call("eth_getTransactionCount", "[\"%s\", \"latest\"]".formatted(account.group())));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int sent = 0;
    while (System.nanoTime() < end || sent < least) {
      String answer =
          call(
              "eth_sendTransaction",
              "[{\"from\": \"%s\", \"to\": \"0x00000000000000000000000000000000000000aa\", \"value\": \"0x1\", \"nonce\": \"0x%x\"}]"
                  .formatted(account.group(), nonce + sent));
      if (!answer.contains("\"result\"")) {
        throw new AssertionError("geth refuses transaction " + sent + ": " + answer);
      }
      sent++;
    }
    return sent;
  }

  private static long number(String answer) {
    Matcher result = NUMBER.matcher(answer);
    if (!result.find()) {
      throw new AssertionError("geth returns no number: " + answer);
    }
    return Long.parseLong(result.group(1), 16);
  }

  private String call(String method, String parameters) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"%s\", \"params\": %s}"
                        .formatted(method, parameters)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }

  private static void drain(Process process) {
    try {
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

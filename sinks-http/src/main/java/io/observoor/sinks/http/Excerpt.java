package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Reads a response to its end and keeps the beginning. Called by the client's threads in turn. */
final class Excerpt implements BodySubscriber<String> {
  private static final int KEPT = 300;

  private final CompletableFuture<String> text = new CompletableFuture<>();
  private final ByteBuffer kept = ByteBuffer.allocate(KEPT);

  @Override
  public CompletionStage<String> getBody() {
    return text;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      kept.put(part.slice(part.position(), Math.min(part.remaining(), kept.remaining())));
    }
  }

  @Override
  public void onError(Throwable failure) {
    text.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    String line = new String(kept.array(), 0, kept.position(), UTF_8);
    text.complete(line.replaceAll("\\p{Cntrl}+", " ").strip());
  }
}

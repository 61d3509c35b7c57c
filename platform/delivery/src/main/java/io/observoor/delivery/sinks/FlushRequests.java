package io.observoor.delivery.sinks;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Those who wait until a sink has made batches durable. Thread-safe. */
final class FlushRequests {
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

  /** Someone waits until the batches up to this number are durable. */
  record Request(long target, CompletableFuture<Boolean> done) {}

  CompletableFuture<Boolean> add(long target) {
    Request request = new Request(target, new CompletableFuture<>());
    requests.add(request);
    return request.done();
  }

  /** The oldest that is not answered; null if there is none. */
  Request oldest() {
    return requests.peek();
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  void answer(Request request, boolean durable) {
    requests.remove(request);
    request.done().complete(durable);
  }

  /** Tells all that it did not work. */
  void refuseAll() {
    for (Request request = requests.poll(); request != null; request = requests.poll()) {
      request.done().complete(false);
    }
  }
}

package io.autorec.server.endpoint;

import io.autorec.server.access.CallRates;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ServerCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A stream whose requests are read no faster than its caller may call: like a full queue, that is
 * no reason to refuse one, since the client can wait.
 */
final class PacedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private final CallRates rates;
  private final String caller;

  PacedCall(ServerCall<Q, A> call, CallRates rates, String caller) {
    super(call);
    this.rates = rates;
    this.caller = caller;
  }

  @Override
  public void request(int messages) {
    long delayNanos = rates.delay(caller, messages);
    if (delayNanos == 0) {
      super.request(messages);
    } else {
      CompletableFuture.delayedExecutor(delayNanos, TimeUnit.NANOSECONDS)
          .execute(() -> super.request(messages));
    }
  }
}

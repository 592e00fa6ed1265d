package io.autorec.server.endpoint;

import io.autorec.server.request.ShortText;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that may be closed while it is answered: after its end, nothing more is sent. What is said
 * of an error is kept short enough for trailers.
 */
final class ClosableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  /** In trailers a byte may become three, and clients take 8 KiB of them. */
  private static final int MAX_DESCRIPTION_BYTES = 1000;

  private boolean closed;

  ClosableCall(ServerCall<Q, A> call) {
    super(call);
  }

  synchronized boolean closed() {
    return closed;
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!closed) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(A message) {
    if (!closed) {
      super.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (!closed) {
      closed = true;
      String description = status.getDescription();
      super.close(
          description == null
              ? status
              : status.withDescription(ShortText.of(description, MAX_DESCRIPTION_BYTES)),
          trailers);
    }
  }
}

package io.autorec.server.endpoint;

import io.grpc.Attributes;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of answers that wait for clients to read them. An answer counts from when it is
 * sent until it has left; of a stream, until at most the 32 KiB are left that gRPC sends ahead. One
 * that finds too much waiting is dropped, and its call refused.
 *
 * <p>A connection may have a quarter of the whole, and one answer more. It may have 64 KiB however
 * much the others have, so that clients who read are not refused for those who do not. Safe for use
 * by several threads.
 */
public final class UnreadAnswers extends ServerTransportFilter implements ServerInterceptor {
  private static final Attributes.Key<AtomicLong> CONNECTION = Attributes.Key.create("unread");
  private static final int SHARE_OF_CONNECTION = 4;
  private static final int ALWAYS_BYTES = 64 << 10;

  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param mostBytes of all connections
   */
  public UnreadAnswers(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** How many there are. */
  public long bytes() {
    return bytes.get();
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    return attributes.toBuilder().set(CONNECTION, new AtomicLong()).build();
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    AtomicLong connection = Objects.requireNonNull(call.getAttributes().get(CONNECTION));
    Counted<ReqT, RespT> counted = new Counted<>(call, connection);
    return new SimpleForwardingServerCallListener<>(next.startCall(counted, headers)) {
      @Override
      public void onReady() {
        counted.left(false);
        super.onReady();
      }

      @Override
      public void onCancel() {
        counted.left(true);
        super.onCancel();
      }

      @Override
      public void onComplete() {
        counted.left(true);
        super.onComplete();
      }
    };
  }

  /** A call whose answers are counted. */
  private final class Counted<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final AtomicLong connection;
    private long waiting;
    private boolean ended;
    private volatile boolean refused;

    Counted(ServerCall<Q, A> call, AtomicLong connection) {
      super(call);
      this.connection = connection;
    }

    @Override
    public void sendMessage(A message) {
      int size = size(message);
      if (fits(size)) {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!refused) {
        super.close(status, trailers);
      }
    }

    private boolean fits(int size) {
      if (refused) {
        return false;
      }
      synchronized (this) {
        if (ended) {
          return true;
        }
        if (reserve(size)) {
          waiting += size;
          return true;
        }
        refused = true;
      }
      Object unused = Refusals.refuse(delegate(), Refusals.unread());
      return false;
    }

    private boolean reserve(int size) {
      long ofConnection = connection.getAndAdd(size);
      long ofAll = bytes.getAndAdd(size);
      if (ofConnection + size <= ALWAYS_BYTES
          || (ofConnection <= mostBytes / SHARE_OF_CONNECTION && ofAll <= mostBytes)) {
        return true;
      }
      connection.addAndGet(-size);
      bytes.addAndGet(-size);
      return false;
    }

    synchronized void left(boolean end) {
      ended |= end;
      connection.addAndGet(-waiting);
      bytes.addAndGet(-waiting);
      waiting = 0;
    }
  }

  private static int size(Object answer) {
    try {
      // Written as it is sent, so far only its length is there.
      return answer instanceof InputStream stream ? stream.available() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.autorec.server.gate;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of answers that clients have not read. An answer counts from when it is sent
 * until it has left the server. In a stream, it counts until at most the 32 KiB are left that gRPC
 * sends ahead. An answer for which there is no room is dropped, and its call is refused.
 *
 * <p>A connection may use a quarter of the memory, plus one answer. It may always use 64 KiB, so
 * that clients that read are not refused because of clients that do not. Safe for use by several
 * threads.
 */
final class UnreadAnswers extends ServerTransportFilter {
  private static final Attributes.Key<AtomicLong> CONNECTION = Attributes.Key.create("unread");
  private static final int SHARE_OF_CONNECTION = 4;
  private static final int ALWAYS_BYTES = 64 << 10;

  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param mostBytes the memory for all connections together
   */
  UnreadAnswers(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The bytes of the answers that count now. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    return attributes.toBuilder().set(CONNECTION, new AtomicLong()).build();
  }

  /** The account of a new call. */
  Account account(Attributes call) {
    return new Account(Objects.requireNonNull(call.get(CONNECTION), "transport filter"));
  }

  /** The answers of one call. Not safe for use by several threads. */
  final class Account {
    private final AtomicLong connection;
    private long waiting;
    private boolean closed;

    private Account(AtomicLong connection) {
      this.connection = connection;
    }

    /** Counts an answer; returns false if there is no room for it. */
    boolean reserve(int size) {
      if (closed) {
        return true;
      }
      long ofConnection = connection.getAndAdd(size);
      long ofAll = bytes.getAndAdd(size);
      if (ofConnection + size <= ALWAYS_BYTES
          || (ofConnection <= mostBytes / SHARE_OF_CONNECTION && ofAll <= mostBytes)) {
        waiting += size;
        return true;
      }
      connection.addAndGet(-size);
      bytes.addAndGet(-size);
      return false;
    }

    /** Records that the answers counted so far have left the server. */
    void release() {
      connection.addAndGet(-waiting);
      bytes.addAndGet(-waiting);
      waiting = 0;
    }

    /** Records that the call has ended, so that none of its answers counts any more. */
    void close() {
      closed = true;
      release();
    }
  }
}

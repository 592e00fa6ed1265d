package io.autorec.server.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class CallObserverTest {
  private final CallObserver observer = new CallObserver(LoggedCalls.NONE, null);

  /** Calls of a code, once one more has been ended by its connection. */
  private long ended(Status status, Status.Code counted) {
    observer.newServerStreamTracer("no.Service/Method", new Metadata()).streamClosed(status);
    return observer.counts().unknown().ended(counted.value());
  }

  @Test
  void callOfABrokenConnection_isCancelled() {
    assertEquals(1, ended(Status.UNAVAILABLE, Status.Code.CANCELLED));
    Status closed = Status.UNKNOWN.withCause(new ClosedChannelException());
    assertEquals(2, ended(closed, Status.Code.CANCELLED));
  }

  @Test
  void faultOfTheServer_isNotTheCallers() {
    assertEquals(1, ended(Status.UNKNOWN, Status.Code.UNKNOWN));
    Status thrown = Status.UNKNOWN.withCause(new IOException("disk"));
    assertEquals(2, ended(thrown, Status.Code.UNKNOWN));
    assertEquals(1, ended(Status.INTERNAL, Status.Code.INTERNAL));
  }

  @Test
  void callThatTheServerCutsOff_isNotCancelled() {
    observer.cutOff();
    assertEquals(1, ended(Status.UNAVAILABLE, Status.Code.UNAVAILABLE));
    Status closed = Status.UNKNOWN.withCause(new ClosedChannelException());
    assertEquals(1, ended(closed, Status.Code.UNKNOWN));
  }
}

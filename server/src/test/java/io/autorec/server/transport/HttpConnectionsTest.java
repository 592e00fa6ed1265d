package io.autorec.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.junit.jupiter.api.Test;

/** Connections of a port that has room for {@value #MOST}. */
class HttpConnectionsTest {
  private static final int MOST = 3;

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);
  private final HttpConnections connections = new HttpConnections(MOST, nanoTime::get);

  private EndPoint open() {
    EndPoint connection = new ByteArrayEndPoint();
    connections.opened(connection);
    return connection;
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
    connections.closeOverdue();
  }

  private static List<Boolean> areOpen(EndPoint... all) {
    return Stream.of(all).map(EndPoint::isOpen).toList();
  }

  @Test
  void connection_isClosed_whenItsRequestDoesNotCome() {
    EndPoint connection = open();
    pass(HttpConnections.REQUEST_TIME.minusNanos(1));
    assertTrue(connection.isOpen());
    pass(Duration.ofNanos(1));
    assertFalse(connection.isOpen());
  }

  @Test
  void connection_isClosed_whenTheAnswerTakesTooLong() {
    EndPoint connection = open();
    connections.asked(connection);
    pass(HttpConnections.ANSWER_TIME.minusNanos(1));
    assertTrue(connection.isOpen());
    pass(Duration.ofNanos(1));
    assertFalse(connection.isOpen());
  }

  @Test
  void connection_isKept_untilTheNextRequestIsLate() {
    EndPoint connection = open();
    for (int i = 0; i < 10; i++) {
      connections.asked(connection);
      pass(HttpConnections.ANSWER_TIME.minusNanos(1));
      connections.answered(connection);
      pass(HttpConnections.KEPT_TIME.minusNanos(1));
      assertTrue(connection.isOpen());
    }
    pass(Duration.ofNanos(1));
    assertFalse(connection.isOpen());
  }

  @Test
  void oldestWithoutARequest_makesRoom_whenThereAreTooMany() {
    EndPoint asks = open();
    connections.asked(asks);
    EndPoint silent = open();
    EndPoint halfSent = open();
    EndPoint next = open();
    assertEquals(List.of(true, false, true, true), areOpen(asks, silent, halfSent, next));
    connections.asked(next);
    EndPoint last = open();
    assertEquals(List.of(true, false, true, true), areOpen(asks, halfSent, next, last));
  }

  @Test
  void keptOne_makesRoom_afterThoseThatWaitLonger() {
    EndPoint kept = open();
    connections.asked(kept);
    EndPoint silent = open();
    connections.answered(kept);
    EndPoint third = open();
    EndPoint fourth = open();
    assertEquals(List.of(true, false, true, true), areOpen(kept, silent, third, fourth));
    EndPoint fifth = open();
    assertEquals(List.of(false, true, true, true), areOpen(kept, third, fourth, fifth));
  }

  @Test
  void oldestRequest_makesRoom_whenAllHaveOne() {
    EndPoint first = open();
    EndPoint second = open();
    EndPoint third = open();
    List.of(second, first, third).forEach(connections::asked);
    EndPoint next = open();
    assertEquals(List.of(true, false, true, true), areOpen(first, second, third, next));
  }

  @Test
  void room_isThereAgain_whenConnectionsEnd() {
    EndPoint kept = open();
    for (int i = 0; i < 3 * MOST; i++) {
      EndPoint gone = open();
      // As over TLS, where one client makes two connections of Jetty.
      connections.opened(gone);
      if (i % 2 == 0) {
        connections.asked(gone);
      }
      connections.closed(gone);
    }
    assertTrue(kept.isOpen());
  }
}

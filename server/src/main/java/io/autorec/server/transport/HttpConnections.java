package io.autorec.server.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * Limits the connections of an {@link HttpPort}, so that slow clients do not lock out others.
 *
 * <ul>
 *   <li>A further connection than the most closes the oldest one that has no request. If all have
 *       one, it closes the one with the oldest request.
 *   <li>A connection is closed if its request, its answer or its next request takes too long.
 * </ul>
 *
 * <p>Jetty's own limits refuse the new connection instead, which may be that of a probe.
 *
 * <p>Safe for use by several threads.
 */
final class HttpConnections implements Connection.Listener {
  /** The time from the connection to the end of the headers of its request, with the handshake. */
  static final Duration REQUEST_TIME = Duration.ofSeconds(5);

  /** The time from the headers until the client has read the answer. */
  static final Duration ANSWER_TIME = Duration.ofSeconds(30);

  /** The time from an answer to the headers of the next request. */
  static final Duration KEPT_TIME = Duration.ofSeconds(30);

  private final int most;
  private final LongSupplier nanoTime;

  /**
   * Connections and their deadlines; in both maps the oldest is first. INVARIANT: together they
   * hold all open connections, at most {@code most}.
   */
  private final Map<EndPoint, Long> waiting = new LinkedHashMap<>();

  private final Map<EndPoint, Long> answering = new LinkedHashMap<>();

  /**
   * @param most the highest number of connections
   * @param nanoTime the clock
   */
  HttpConnections(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** With TLS, Jetty reports two connections of one client: both have one network end. */
  @Override
  public void onOpened(Connection connection) {
    opened(network(connection.getEndPoint()));
  }

  @Override
  public void onClosed(Connection connection) {
    closed(network(connection.getEndPoint()));
  }

  /** Returns the end of a connection that is nearest to the network. */
  static EndPoint network(EndPoint end) {
    EndPoint network = end;
    while (network instanceof EndPoint.Wrapper wrapper) {
      network = wrapper.unwrap();
    }
    return network;
  }

  void opened(EndPoint connection) {
    List<EndPoint> surplus = new ArrayList<>();
    synchronized (this) {
      if (waiting.containsKey(connection) || answering.containsKey(connection)) {
        return;
      }
      if (waiting.size() + answering.size() >= most) {
        surplus.add(removeOldest(waiting.isEmpty() ? answering : waiting));
      }
      waiting.put(connection, deadline(REQUEST_TIME));
    }
    cutOff(surplus, "too many connections");
  }

  private static EndPoint removeOldest(Map<EndPoint, Long> connections) {
    Iterator<EndPoint> oldest = connections.keySet().iterator();
    EndPoint connection = oldest.next();
    oldest.remove();
    return connection;
  }

  /** Records that the headers of a request have arrived. */
  synchronized void asked(EndPoint connection) {
    if (waiting.remove(connection) != null) {
      answering.put(connection, deadline(ANSWER_TIME));
    }
  }

  /** Records that the client has read an answer; another request may follow. */
  synchronized void answered(EndPoint connection) {
    if (answering.remove(connection) != null) {
      waiting.put(connection, deadline(KEPT_TIME));
    }
  }

  synchronized void closed(EndPoint connection) {
    waiting.remove(connection);
    answering.remove(connection);
  }

  /** Closes the connections whose time is over. */
  void closeOverdue() {
    long now = nanoTime.getAsLong();
    List<EndPoint> overdue = new ArrayList<>();
    synchronized (this) {
      for (Map<EndPoint, Long> connections : List.of(waiting, answering)) {
        connections.forEach(
            (connection, deadline) -> {
              if (now - deadline >= 0) {
                overdue.add(connection);
              }
            });
      }
      overdue.forEach(this::closed);
    }
    cutOff(overdue, "too slow");
  }

  private long deadline(Duration time) {
    return nanoTime.getAsLong() + time.toNanos();
  }

  /** Closes connections without a further message. Not under the lock: Jetty takes its own. */
  private static void cutOff(List<EndPoint> connections, String why) {
    connections.forEach(connection -> connection.close(new TimeoutException(why)));
  }
}

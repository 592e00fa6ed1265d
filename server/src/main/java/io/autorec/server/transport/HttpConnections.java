package io.autorec.server.transport;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Limits the connections of an {@link HttpPort}. A further connection closes the oldest one that
 * has not sent its request; if all have, it closes the oldest of all.
 *
 * <p>Confined to the thread that reads them.
 */
final class HttpConnections {
  private final int most;

  /**
   * In both sets the oldest connection is first. INVARIANT: together they hold all open
   * connections, at most {@code most}.
   */
  private final Set<Channel> waiting = new LinkedHashSet<>();

  private final Set<Channel> answering = new LinkedHashSet<>();

  HttpConnections(int most) {
    this.most = most;
  }

  /** Records that a connection was made. */
  void opened(Channel connection) {
    if (waiting.size() + answering.size() >= most) {
      closeOldest(waiting.isEmpty() ? answering : waiting);
    }
    waiting.add(connection);
  }

  /** Records that the request of a connection has arrived. */
  void asked(Channel connection) {
    if (waiting.remove(connection)) {
      answering.add(connection);
    }
  }

  /** Records that a connection has ended. */
  void closed(Channel connection) {
    waiting.remove(connection);
    answering.remove(connection);
  }

  private static void closeOldest(Set<Channel> connections) {
    Iterator<Channel> oldest = connections.iterator();
    Channel connection = oldest.next();
    oldest.remove();
    cutOff(connection);
  }

  /** Closes a connection without a further message, such as the closing alert of TLS. */
  static void cutOff(Channel connection) {
    // From the end of the pipeline that is nearest to the network.
    Object unused = connection.pipeline().firstContext().close();
  }
}

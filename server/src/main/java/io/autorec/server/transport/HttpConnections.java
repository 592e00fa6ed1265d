package io.autorec.server.transport;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Limits the connections of an {@link HttpPort}. One more closes the oldest that has not sent its
 * request, or if all have, the oldest of all.
 *
 * <p>Confined to the thread that reads them.
 */
final class HttpConnections {
  private final int most;

  /** The oldest first. INVARIANT: together as many as are open, and at most so many. */
  private final Set<Channel> waiting = new LinkedHashSet<>();

  private final Set<Channel> answering = new LinkedHashSet<>();

  HttpConnections(int most) {
    this.most = most;
  }

  /** A connection was made. */
  void opened(Channel connection) {
    if (waiting.size() + answering.size() >= most) {
      closeOldest(waiting.isEmpty() ? answering : waiting);
    }
    waiting.add(connection);
  }

  /** Its request is there. */
  void asked(Channel connection) {
    if (waiting.remove(connection)) {
      answering.add(connection);
    }
  }

  /** It has ended. */
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

  /** Closes a connection without another word, such as that of TLS. */
  static void cutOff(Channel connection) {
    // From the end of the pipeline that is nearest to the network.
    Object unused = connection.pipeline().firstContext().close();
  }
}

package io.autorec.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the number of connections. Any further connection is closed as soon as it is accepted,
 * before it costs anything. Safe for use by several threads.
 */
public final class CountedConnections {
  private static final Logger log = LoggerFactory.getLogger(CountedConnections.class);
  private static final long LOG_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private volatile long nextLogNanos = System.nanoTime();

  /**
   * @param most the highest number of connections
   */
  public CountedConnections(int most) {
    this.most = most;
  }

  /** The number of open connections. */
  public int open() {
    return open.get();
  }

  /** The number of connections closed because there were too many. */
  public long refused() {
    return refused.sum();
  }

  /** A server socket that counts connections and puts {@link WriteBackPressure} on each. */
  public NioServerSocketChannel newPort() {
    return new Port();
  }

  private boolean admit(Channel connection) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      refused.increment();
      logRarely();
      return false;
    }
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    return true;
  }

  private void logRarely() {
    long now = System.nanoTime();
    if (now - nextLogNanos >= 0) {
      nextLogNanos = now + LOG_NANOS;
      log.warn("{} connections, the most allowed: others are refused", most);
    }
  }

  private final class Port extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int before = accepted.size();
      int count = super.doReadMessages(accepted);
      for (int i = accepted.size() - 1; i >= before; i--) {
        if (!(accepted.get(i) instanceof Channel connection)) {
          continue;
        }
        if (admit(connection)) {
          connection.pipeline().addFirst(new WriteBackPressure());
        } else {
          accepted.remove(i);
          connection.unsafe().closeForcibly();
        }
      }
      return count;
    }
  }
}

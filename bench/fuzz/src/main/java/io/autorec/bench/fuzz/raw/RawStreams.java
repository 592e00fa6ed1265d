package io.autorec.bench.fuzz.raw;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Opens the connections of a seed, 16 at a time, and counts how they ended. */
public final class RawStreams {
  private static final int AT_A_TIME = 16;
  private static final int CONNECT_MILLIS = 10_000;

  /** The time that a connection stays open after its last byte. */
  private static final int QUIET_MILLIS = 200;

  private static final int SLOW_BYTES = 100;
  private static final int SLOW_MILLIS = 10;

  private final String host;
  private final List<Integer> ports;
  private final long seed;
  private final Map<String, Long> endings = new TreeMap<>();

  /**
   * @param ports that take turns
   */
  public RawStreams(String host, List<Integer> ports, long seed) {
    this.host = host;
    this.ports = List.copyOf(ports);
    this.seed = seed;
  }

  /** Opens the first connections of the seed. */
  public void run(long count) throws InterruptedException {
    ExecutorService clients = Executors.newFixedThreadPool(AT_A_TIME);
    AtomicLong next = new AtomicLong();
    for (int i = 0; i < AT_A_TIME; i++) {
      clients.execute(
          () -> {
            for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
              open(n);
            }
          });
    }
    clients.shutdown();
    while (!clients.awaitTermination(1, TimeUnit.MINUTES)) {}
  }

  private void open(long number) {
    RawStream stream = RawStream.of(seed, number);
    int port = ports.get((int) (number % ports.size()));
    String ending;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      socket.setSoTimeout(QUIET_MILLIS);
      ending = talk(socket, stream);
    } catch (IOException e) {
      ending = "not reached";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (endings) {
      endings.merge(stream.kind() + " " + ending, 1L, Long::sum);
    }
  }

  /** Sends all bytes, and reads what comes meanwhile and for a while after them. */
  private static String talk(Socket socket, RawStream stream)
      throws IOException, InterruptedException {
    boolean closed = false;
    if (stream.slow()) {
      socket.setSoTimeout(SLOW_MILLIS);
      for (int i = 0; i < Math.min(SLOW_BYTES, stream.bytes().length) && !closed; i++) {
        closed = !send(socket, new byte[] {stream.bytes()[i]}) || isClosed(socket);
      }
    } else {
      AtomicBoolean sent = new AtomicBoolean();
      Thread reader =
          new Thread(
              () -> {
                while (!sent.get() && !isClosed(socket)) {}
              });
      reader.start();
      closed = !send(socket, stream.bytes());
      sent.set(true);
      reader.join();
    }
    return closed || isClosed(socket) ? "closed" : "left open";
  }

  private static boolean send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads until nothing comes for a while; returns true if the server has closed. */
  private static boolean isClosed(Socket socket) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = socket.getInputStream();
      while (in.read(buffer) >= 0) {}
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Counts the connections by kind and end. */
  public Map<String, Long> endings() {
    synchronized (endings) {
      return Map.copyOf(endings);
    }
  }
}

package io.autorec.server.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Lets those in who may, and sees to it that the connection of a scraper is closed that goes before
 * it is answered: the JDK's server keeps its file open where an answer of known length is not
 * written whole. Being asked who is there is the only way to an exchange that the exporter leaves.
 */
final class GoneScrapers extends Authenticator {
  private final Authenticator callers;

  /**
   * @param callers who may read
   */
  GoneScrapers(Authenticator callers) {
    this.callers = callers;
  }

  @Override
  public Result authenticate(HttpExchange exchange) {
    exchange.setStreams(null, new Body(exchange.getResponseBody()));
    return callers.authenticate(exchange);
  }

  /** Closing it fails when writing has: then the server gives the whole connection up. */
  private static final class Body extends FilterOutputStream {
    private boolean failed;

    Body(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      failed = true;
      out.write(bytes, offset, length);
      failed = false;
    }

    @Override
    public void close() throws IOException {
      if (failed) {
        throw new IOException("the scraper has gone");
      }
      super.close();
    }
  }
}

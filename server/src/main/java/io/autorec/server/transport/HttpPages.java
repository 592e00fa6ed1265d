package io.autorec.server.transport;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The pages of an {@link HttpPort}. */
public interface HttpPages extends AutoCloseable {
  /**
   * Answers a request. The thread that reads all connections calls this, so it must not block.
   *
   * @param request the request line and the headers
   * @param client the subject of the client's certificate, if the client showed one
   */
  CompletionStage<FullHttpResponse> answer(HttpRequest request, Optional<Principal> client);

  /** Ends what the pages have started; the port calls this when it closes. */
  @Override
  default void close() {}
}

package io.autorec.server.transport;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The pages of an {@link HttpPort}. */
public interface HttpPages {
  /**
   * Answers a request. Called by the thread that reads all connections; must not block.
   *
   * @param request its line and headers
   * @param client the subject of the client's certificate, if it has shown one
   */
  CompletionStage<FullHttpResponse> answer(HttpRequest request, Optional<Principal> client);
}

package io.autorec.server.transport;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the connections when requests come and end, and logs the faults of handlers. */
final class TimedRequests extends Handler.Wrapper {
  private static final Logger log = LoggerFactory.getLogger(TimedRequests.class);

  private final HttpConnections connections;

  TimedRequests(HttpConnections connections, Handler handler) {
    super(handler);
    this.connections = connections;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    EndPoint connection =
        HttpConnections.network(request.getConnectionMetaData().getConnection().getEndPoint());
    connections.asked(connection);
    Request.addCompletionListener(request, thrown -> connections.answered(connection));
    try {
      if (!super.handle(request, response, callback)) {
        HttpAnswers.refuse(response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception e) {
      log.error("{} cannot be shown", request.getHttpURI().getPath(), e);
      Response.writeError(request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
    }
    return true;
  }
}

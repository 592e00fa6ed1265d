package io.autorec.server.launch;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans as an OpenTelemetry collector does: OTLP, in protobuf over HTTP. */
final class TraceCollector implements AutoCloseable {
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final HttpServer http;

  TraceCollector() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/v1/traces",
        exchange -> {
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
              .getResourceSpansList()
              .forEach(
                  resource ->
                      resource
                          .getScopeSpansList()
                          .forEach(scope -> spans.addAll(scope.getSpansList())));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
  }

  String endpoint() {
    return "http://localhost:" + http.getAddress().getPort();
  }

  /** What came; all that was kept is there once the server is closed. */
  List<Span> spans() {
    return spans;
  }

  @Override
  public void close() {
    http.stop(0);
  }
}

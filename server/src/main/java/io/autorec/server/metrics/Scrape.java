package io.autorec.server.metrics;

import io.autorec.server.transport.HttpAnswers;
import io.prometheus.metrics.exporter.common.PrometheusHttpExchange;
import io.prometheus.metrics.exporter.common.PrometheusHttpRequest;
import io.prometheus.metrics.exporter.common.PrometheusHttpResponse;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Enumeration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adapts a request for the metrics and its answer to the library of Prometheus. */
final class Scrape
    implements PrometheusHttpExchange, PrometheusHttpRequest, PrometheusHttpResponse {
  static final String PATH = "/metrics";

  private static final Logger log = LoggerFactory.getLogger(Scrape.class);

  private final Request request;
  private final Response response;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Scrape(Request request, Response response) {
    this.request = request;
    this.response = response;
  }

  /** Sends the answer that a handler makes. */
  void answer(PrometheusScrapeHandler metrics, Callback callback) {
    try {
      metrics.handleRequest(this);
    } catch (IOException | RuntimeException e) {
      log.error("{} cannot be shown", PATH, e);
      response.reset();
      HttpAnswers.refuse(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
      return;
    }
    response.write(true, ByteBuffer.wrap(body.toByteArray()), callback);
  }

  @Override
  public PrometheusHttpRequest getRequest() {
    return this;
  }

  @Override
  public PrometheusHttpResponse getResponse() {
    return this;
  }

  @Override
  public String getRequestPath() {
    return PATH;
  }

  @Override
  @SuppressWarnings("NullAway") // The interface wants null if there is no query.
  public String getQueryString() {
    return request.getHttpURI().getQuery();
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(request.getHeaders().getValuesList(name));
  }

  /** Returns GET also for HEAD, whose answer has the same headers. */
  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public void setHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  @Override
  public OutputStream sendHeadersAndGetBody(int status, int length) {
    response.setStatus(status);
    return body;
  }

  @Override
  public void handleException(IOException e) throws IOException {
    throw e;
  }

  @Override
  public void handleException(RuntimeException e) {
    throw e;
  }

  @Override
  public void close() {}
}

package io.autorec.server.metrics;

import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.prometheus.metrics.exporter.common.PrometheusHttpExchange;
import io.prometheus.metrics.exporter.common.PrometheusHttpRequest;
import io.prometheus.metrics.exporter.common.PrometheusHttpResponse;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Enumeration;

/** Adapts a request for the metrics and its answer to the library of Prometheus. */
final class Scrape
    implements PrometheusHttpExchange, PrometheusHttpRequest, PrometheusHttpResponse {
  static final String PATH = "/metrics";

  private final HttpRequest request;
  private final FullHttpResponse response =
      new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.buffer());

  Scrape(HttpRequest request) {
    this.request = request;
  }

  /** Returns the answer that a handler makes. */
  FullHttpResponse answeredBy(PrometheusScrapeHandler metrics) {
    try {
      metrics.handleRequest(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response;
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
    int mark = request.uri().indexOf('?');
    return mark < 0 ? null : request.uri().substring(mark + 1);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(request.headers().getAll(name));
  }

  /** Returns GET also for HEAD, whose answer has the same headers. */
  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public void setHeader(String name, String value) {
    response.headers().set(name, value);
  }

  @Override
  public OutputStream sendHeadersAndGetBody(int status, int length) {
    response.setStatus(HttpResponseStatus.valueOf(status));
    return new ByteBufOutputStream(response.content());
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

package io.autorec.server.transport;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of an {@link HttpPort}: one request and one answer, each within a time limit. */
final class OneRequest extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** The time from the connection to the end of the request, with the handshake. */
  static final int REQUEST_SECONDS = 5;

  /** The time from the request until the client has read the answer. */
  static final int ANSWER_SECONDS = 30;

  private static final Logger log = LoggerFactory.getLogger(OneRequest.class);

  private final HttpConnections connections;
  private final HttpPages pages;
  private @Nullable Future<?> deadline;
  private boolean asked;

  OneRequest(HttpConnections connections, HttpPages pages) {
    this.connections = connections;
    this.pages = pages;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connections.opened(context.channel());
    allow(context, REQUEST_SECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connections.closed(context.channel());
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void allow(ChannelHandlerContext context, int seconds) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    deadline =
        context
            .executor()
            .schedule(() -> HttpConnections.cutOff(context.channel()), seconds, TimeUnit.SECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (asked) {
      // It came with the first one, whose answer closes the connection.
      return;
    }
    asked = true;
    connections.asked(context.channel());
    allow(context, ANSWER_SECONDS);
    // The end of the input stays unread too: it would close the connection before its answer.
    context.channel().config().setAutoRead(false);
    CompletionStage<FullHttpResponse> answer =
        request.decoderResult().isSuccess()
            ? pages.answer(request, client(context))
            : CompletableFuture.completedStage(empty(HttpResponseStatus.BAD_REQUEST));
    Object unused =
        answer.whenComplete(
            (response, fault) -> {
              if (fault != null) {
                log.error("{} cannot be shown", request.uri(), fault);
                end(context, empty(HttpResponseStatus.INTERNAL_SERVER_ERROR));
              } else {
                end(context, response);
              }
            });
  }

  private static void end(ChannelHandlerContext context, FullHttpResponse response) {
    HttpUtil.setContentLength(response, response.content().readableBytes());
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    Object unused = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private static FullHttpResponse empty(HttpResponseStatus status) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
  }

  private static Optional<Principal> client(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(tls.engine().getSession().getPeerPrincipal());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /** Closes the connection on a mistake of the peer, such as plain text to a port with TLS. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    HttpConnections.cutOff(context.channel());
  }
}

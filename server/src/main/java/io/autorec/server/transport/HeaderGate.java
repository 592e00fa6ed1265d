package io.autorec.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests by trailers alone, from their headers, before gRPC makes calls of them: a third
 * of what it costs to refuse a call. Waits in a connection until that speaks HTTP/2, puts itself
 * before gRPC's listener of frames there, and leaves the rest to it.
 *
 * <p>What still comes of a request that was answered so is read and dropped. Some clients leave a
 * long one unended then, and say nothing (grpc-go, what waits for its turn); lest these take the
 * place of calls, their streams are reset after a second, once they are many, or when the
 * connection goes away. Used by the thread of its connection alone.
 */
final class HeaderGate extends ChannelInboundHandlerAdapter {
  /** How long an answered request may take to end. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** One in so many of the calls that a connection may have may be an answered, unended request. */
  private static final int SHARE = 4;

  private final Function<Http2Headers, Optional<Http2Headers>> refusals;
  private final PacedReads reads;
  private final LongSupplier nanoClock;

  /**
   * @param refusals the trailers that end a request, by its headers; empty: gRPC has it. Must not
   *     wait
   * @param reads of the same connection
   */
  HeaderGate(Function<Http2Headers, Optional<Http2Headers>> refusals, PacedReads reads) {
    this(refusals, reads, System::nanoTime);
  }

  HeaderGate(
      Function<Http2Headers, Optional<Http2Headers>> refusals,
      PacedReads reads,
      LongSupplier nanoClock) {
    this.refusals = refusals;
    this.reads = reads;
    this.nanoClock = nanoClock;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
    // Not there before the end of a TLS handshake.
    if (http2 != null) {
      http2.decoder().frameListener(new Listener(context.pipeline().context(http2), http2));
      context.pipeline().remove(this);
    }
    context.fireChannelRead(message);
  }

  private final class Listener extends Http2FrameListenerDecorator {
    private final Http2ConnectionHandler http2;
    private final Http2Connection.PropertyKey refused;

    /** Streams of requests that were answered and have not ended, the oldest first; since when. */
    private final Map<Http2Stream, Long> unended = new LinkedHashMap<>();

    Listener(ChannelHandlerContext context, Http2ConnectionHandler http2) {
      super(http2.decoder().frameListener());
      this.http2 = http2;
      this.refused = http2.connection().newKey();
      http2
          .connection()
          .addListener(
              new Http2ConnectionAdapter() {
                @Override
                public void onStreamClosed(Http2Stream stream) {
                  unended.remove(stream);
                }

                @Override
                public void onGoAwaySent(int last, long error, ByteBuf why) {
                  resetUnended(context);
                }
              });
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end)
        throws Http2Exception {
      if (!refuse(context, id, headers, end)) {
        super.onHeadersRead(context, id, headers, padding, end);
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end)
        throws Http2Exception {
      if (!refuse(context, id, headers, end)) {
        super.onHeadersRead(context, id, headers, dependency, weight, exclusive, padding, end);
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end)
        throws Http2Exception {
      return isRefused(http2.connection().stream(id))
          ? data.readableBytes() + padding
          : super.onDataRead(context, id, data, padding, end);
    }

    private boolean refuse(
        ChannelHandlerContext context, int id, Http2Headers headers, boolean end) {
      Http2Stream stream = http2.connection().stream(id);
      // Of one that is refused by now, these are the trailers.
      boolean refuses = isRefused(stream) || answer(context, stream, headers, end);
      resetUnended(context);
      return refuses;
    }

    /** Answers what is to be refused; whether it is. */
    private boolean answer(
        ChannelHandlerContext context,
        @Nullable Http2Stream stream,
        Http2Headers headers,
        boolean end) {
      if (stream == null || headers.path() == null) {
        return false;
      }
      Optional<Http2Headers> trailers = refusals.apply(headers);
      if (trailers.isEmpty()) {
        return false;
      }
      stream.setProperty(refused, true);
      reads.refused();
      // Flushed with what else is written, when all that was received has been read.
      var unused =
          http2
              .encoder()
              .writeHeaders(context, stream.id(), trailers.get(), 0, true, context.newPromise());
      if (!end) {
        unended.put(stream, nanoClock.getAsLong());
      }
      return true;
    }

    /** As HTTP/2 has it: after the whole answer, without an error. */
    private void resetUnended(ChannelHandlerContext context) {
      while (!unended.isEmpty()) {
        Map.Entry<Http2Stream, Long> oldest = unended.entrySet().iterator().next();
        // A connection that goes away waits for all streams; gRPC ends only those that it knows.
        if (!http2.connection().goAwaySent()
            && unended.size() <= http2.connection().remote().maxActiveStreams() / SHARE
            && nanoClock.getAsLong() - oldest.getValue() < PATIENCE_NANOS) {
          return;
        }
        Http2Stream stream = oldest.getKey();
        unended.remove(stream);
        var unused =
            http2
                .encoder()
                .writeRstStream(
                    context, stream.id(), Http2Error.NO_ERROR.code(), context.newPromise());
      }
    }

    private boolean isRefused(@Nullable Http2Stream stream) {
      return stream != null && stream.getProperty(refused) != null;
    }
  }
}

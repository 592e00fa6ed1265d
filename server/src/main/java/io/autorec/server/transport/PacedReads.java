package io.autorec.server.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a connection is read from: not while its peer does not read, nor for a moment after requests
 * of it were refused.
 *
 * <p>HTTP/2 bounds the bodies of answers and not their headers, so that refusals would pile up
 * before a peer that leaves them: no more is read while more waits for it than a connection writes
 * ahead, which is 64 KiB. And a request that is read and refused alone costs many times what one
 * among a hundred does, time that the admitted calls lack: after a rest, what came meanwhile is
 * read at once.
 *
 * <p>Stands before all other handlers. Used by the thread of its connection alone.
 */
final class PacedReads extends ChannelDuplexHandler {
  private final long restNanos;
  private boolean refused;
  private boolean resting;
  private boolean readLater;

  /**
   * @param rest how long nothing is read after refusals
   */
  PacedReads(Duration rest) {
    this.restNanos = rest.toNanos();
  }

  /** To be told of each request that is refused while it is read. */
  void refused() {
    refused = true;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.fireChannelReadComplete();
    if (refused && !resting) {
      resting = true;
      pace(context);
      var unused =
          context.executor().schedule(() -> goOn(context), restNanos, TimeUnit.NANOSECONDS);
    }
    refused = false;
  }

  private void goOn(ChannelHandlerContext context) {
    resting = false;
    pace(context);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    pace(context);
    context.fireChannelWritabilityChanged();
  }

  private void pace(ChannelHandlerContext context) {
    boolean may = mayRead(context);
    context.channel().config().setAutoRead(may);
    if (may && readLater) {
      readLater = false;
      context.read();
    }
  }

  /** Netty's HTTP/2 asks for more whatever is set, at the end of each read. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (mayRead(context)) {
      context.read();
    } else {
      readLater = true;
    }
  }

  private boolean mayRead(ChannelHandlerContext context) {
    return !resting && context.channel().isWritable();
  }
}

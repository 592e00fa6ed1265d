package io.autorec.server.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Stops reading from a connection while its peer does not read what was written to it.
 *
 * <p>HTTP/2 flow control bounds the bodies of answers but not their headers and trailers. A peer
 * that sends requests and never reads would fill the memory with refusals. So nothing more is read
 * while the channel is not writable, that is, while more than 64 KiB wait to be sent.
 *
 * <p>It must come before all other handlers. Only the thread of its connection uses it.
 */
final class WriteBackPressure extends ChannelDuplexHandler {
  private boolean readPending;

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean writable = context.channel().isWritable();
    context.channel().config().setAutoRead(writable);
    if (writable && readPending) {
      readPending = false;
      context.read();
    }
    context.fireChannelWritabilityChanged();
  }

  /** Netty's HTTP/2 handler asks for more at the end of each read, even with auto-read off. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      context.read();
    } else {
      readPending = true;
    }
  }
}

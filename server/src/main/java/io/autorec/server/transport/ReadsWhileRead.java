package io.autorec.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;

/**
 * Reads no more from a peer while more waits for it to be read than a connection writes ahead,
 * which is 64 KiB. HTTP/2 bounds the bodies of answers and not their headers, so that refusals
 * would pile up. Safe for use by several threads.
 */
@Sharable
final class ReadsWhileRead extends ChannelDuplexHandler {
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Channel connection = context.channel();
    connection.config().setAutoRead(connection.isWritable());
    context.fireChannelWritabilityChanged();
  }

  /** Netty's HTTP/2 asks for more whatever is set, at the end of each read. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      context.read();
    }
  }
}

package io.autorec.examples;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;

/**
 * A channel that is shut down in good order. A long-lived program opens one and keeps it: channels
 * are thread-safe, carry many calls at once and reconnect by themselves.
 */
final class Connection implements AutoCloseable {

  private static final int CLOSE_SECONDS = 5;

  private final ManagedChannel channel;
  private final Metadata headers;

  /**
   * @param channel to the server
   * @param headers what goes with each call
   */
  Connection(ManagedChannel channel, Metadata headers) {
    this.channel = channel;
    this.headers = headers;
  }

  Channel channel() {
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** Lets calls in flight end, for a while; then cuts them off. */
  @Override
  public void close() {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

package io.autorec.bench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.autorec.bench.fuzz.FuzzCall.Terms;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends calls that client libraries would not: false compression, raw timeouts, no request. */
final class Caller implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 256 << 20;
  private static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> ODD =
      Metadata.Key.of("odd-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Door door;
  private final ManagedChannel channel;
  private final ManagedChannel falseGzip;

  /**
   * The end of a call.
   *
   * @param status its status
   * @param answers the messages that came before the status
   */
  record Ending(Status status, List<byte[]> answers) {}

  Caller(Door door) {
    this.door = door;
    CompressorRegistry packings = CompressorRegistry.newEmptyInstance();
    packings.register(new Codec.Gzip());
    packings.register(new Unpacked("unknown"));
    channel = channel(packings);
    CompressorRegistry falsePackings = CompressorRegistry.newEmptyInstance();
    falsePackings.register(new Unpacked("gzip"));
    falseGzip = channel(falsePackings);
  }

  private ManagedChannel channel(CompressorRegistry packings) {
    return door.connect()
        .compressorRegistry(packings)
        .maxInboundMessageSize(MAX_ANSWER_BYTES)
        .build();
  }

  /** A channel for valid calls of the service. */
  Channel service() {
    return door.enter(channel, false);
  }

  /** A channel for valid calls of the administration. */
  Channel administration() {
    return door.enter(channel, true);
  }

  /** Sends a call as its terms say. */
  CompletableFuture<Ending> send(FuzzCall call) {
    Terms terms = call.terms();
    CallOptions options =
        switch (terms.packing()) {
          case PLAIN -> CallOptions.DEFAULT;
          case GZIP, FALSE_GZIP -> CallOptions.DEFAULT.withCompression("gzip");
          case UNKNOWN -> CallOptions.DEFAULT.withCompression("unknown");
        };
    if (terms.deadlineMicros() > 0) {
      options = options.withDeadlineAfter(terms.deadlineMicros(), TimeUnit.MICROSECONDS);
    }
    Metadata headers = new Metadata();
    door.show(call, headers);
    if (!terms.timeoutHeader().isEmpty()) {
      headers.put(TIMEOUT, terms.timeoutHeader());
    }
    if (!terms.metadata().isEmpty()) {
      headers.put(ODD, terms.metadata().getBytes(UTF_8));
    }
    ClientCall<byte[], byte[]> sent =
        (terms.packing() == FuzzCall.Packing.FALSE_GZIP ? falseGzip : channel)
            .newCall(call.method().grpc(), options);
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    sent.start(new Listener(ending), headers);
    sent.request(Integer.MAX_VALUE);
    call.messages().forEach(sent::sendMessage);
    if (terms.halfClosed()) {
      sent.halfClose();
    }
    if (terms.cancelled()) {
      CompletableFuture.delayedExecutor(terms.cancelMicros(), TimeUnit.MICROSECONDS)
          .execute(() -> sent.cancel("changed its mind", null));
    }
    return ending;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    falseGzip.shutdownNow();
  }

  private static final class Listener extends ClientCall.Listener<byte[]> {
    private final CompletableFuture<Ending> ending;
    private final List<byte[]> answers = new ArrayList<>();

    Listener(CompletableFuture<Ending> ending) {
      this.ending = ending;
    }

    @Override
    public void onMessage(byte[] answer) {
      answers.add(answer);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ending.complete(new Ending(status, answers));
    }
  }

  /** A compressor that compresses nothing, under any name. */
  private record Unpacked(String encoding) implements Compressor {
    @Override
    public String getMessageEncoding() {
      return encoding;
    }

    @Override
    public OutputStream compress(OutputStream out) {
      return out;
    }
  }
}

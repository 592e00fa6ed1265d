package io.autorec.bench.fuzz;

import io.autorec.bench.fuzz.FuzzCall.Pass;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Optional;

/**
 * The address of a server, and the keys to it.
 *
 * @param credentials for connections
 * @param token for the service alone; empty if the server wants none
 * @param adminToken for the administration alone; empty if there is none
 */
public record Door(
    String host, int port, ChannelCredentials credentials, String token, String adminToken) {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** A server without TLS and tokens. */
  public static Door open(String host, int port) {
    return new Door(host, port, InsecureChannelCredentials.create(), "", "");
  }

  boolean locked() {
    return !token.isEmpty();
  }

  ManagedChannelBuilder<?> connect() {
    return Grpc.newChannelBuilderForAddress(host, port, credentials);
  }

  /** Adds the right token to the calls of a channel. */
  Channel enter(Channel channel, boolean administration) {
    if (!locked()) {
      return channel;
    }
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + (administration ? adminToken : token));
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** Adds the token that the terms of a call ask for. */
  void show(FuzzCall call, Metadata headers) {
    if (locked()) {
      shown(call).ifPresent(text -> headers.put(AUTHORIZATION, text));
    }
  }

  private Optional<String> shown(FuzzCall call) {
    boolean administration = call.method().isChange();
    String right = administration ? adminToken : token;
    return switch (call.terms().pass()) {
      case RIGHT -> Optional.of("Bearer " + right);
      case NONE -> Optional.empty();
      case OTHERS -> Optional.of("Bearer " + (administration ? token : adminToken));
      case WRONG -> {
        List<String> wrong =
            List.of(
                "",
                "Bearer",
                "Bearer ",
                right,
                "Basic " + right,
                "Bearer " + right + "x",
                "Bearer " + right.substring(1),
                "Bearer " + right + ", Bearer " + right,
                "Bearer " + "x".repeat(4_000));
        yield Optional.of(wrong.get((int) (call.number() % wrong.size())));
      }
    };
  }

  /** Returns true if the call shows a token that allows it. */
  boolean admits(FuzzCall call) {
    return !locked()
        || call.method().isProbe()
        || call.terms().pass() == Pass.RIGHT
        || (call.terms().pass() == Pass.OTHERS && !call.method().isOfModels());
  }
}

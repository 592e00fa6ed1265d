package io.autorec.server.fuzz;

import io.autorec.server.fuzz.FuzzCall.Pass;
import io.autorec.v1.AdminServiceGrpc;
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
 * How a server is entered.
 *
 * @param credentials of connections
 * @param token of the service alone; empty: nobody needs one
 * @param adminToken of the administration alone; empty: there is none
 */
public record Door(
    String host, int port, ChannelCredentials credentials, String token, String adminToken) {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** One that is open to all, in the clear. */
  public static Door open(String host, int port) {
    return new Door(host, port, InsecureChannelCredentials.create(), "", "");
  }

  boolean locked() {
    return !token.isEmpty();
  }

  ManagedChannelBuilder<?> connect() {
    return Grpc.newChannelBuilderForAddress(host, port, credentials);
  }

  /** Calls over a channel that are as they should be. */
  Channel enter(Channel channel, boolean administration) {
    if (!locked()) {
      return channel;
    }
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + (administration ? adminToken : token));
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** What a call shows, if anything. */
  void show(FuzzCall call, Metadata headers) {
    if (locked()) {
      shown(call).ifPresent(text -> headers.put(AUTHORIZATION, text));
    }
  }

  private Optional<String> shown(FuzzCall call) {
    boolean administration = isAdministration(call.method());
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

  /** Whether a call may do what it asks for. */
  boolean admits(FuzzCall call) {
    return !locked()
        || call.method().name().startsWith("grpc.health.")
        || call.terms().pass() == Pass.RIGHT
        || (call.terms().pass() == Pass.OTHERS && !call.method().name().startsWith("autorec."));
  }

  static boolean isAdministration(FuzzMethod method) {
    return method.name().startsWith(AdminServiceGrpc.SERVICE_NAME + "/");
  }
}

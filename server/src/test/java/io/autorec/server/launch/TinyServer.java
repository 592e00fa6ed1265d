package io.autorec.server.launch;

import io.autorec.model.Orientation;
import io.autorec.server.fixture.TinyModel;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceBlockingStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A server with one small user-based model, "tiny" version 4, its metrics and a channel to it. */
record TinyServer(RunningServer server, ManagedChannel channel) implements AutoCloseable {
  /**
   * Starts one.
   *
   * @param repository an empty folder
   * @param more settings
   */
  static TinyServer start(Path repository, Map<String, Object> more) throws Exception {
    TinyModel.write(repository, "tiny", 4, Orientation.USER);
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                "autorec.port", 0,
                "autorec.metrics-port", 0,
                "autorec.models", repository.toString(),
                "autorec.workers", 1,
                "autorec.device", "cpu"));
    settings.putAll(more);
    RunningServer server = RunningServer.start(settings);
    return new TinyServer(
        server,
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build());
  }

  AutoRecServiceBlockingStub stub() {
    return AutoRecServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}

package io.autorec.server.endpoint;

import io.autorec.fixture.TinyInteractions;
import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.launch.RunningServer;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.ModelRef;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * A real server on a free port, with item-based models, one of which fits new users, a user-based
 * one, and a channel to it.
 */
final class ServedModels implements AutoCloseable {
  static final ModelRef BY_ITEM = ModelRef.newBuilder().setName("by-item").build();
  static final ModelRef BY_USER = ModelRef.newBuilder().setName("by-user").build();

  static final ModelRef BY_ITEM_FITTING = ModelRef.newBuilder().setName("by-item-fitting").build();

  static final ModelRef BY_USER_FITTING = ModelRef.newBuilder().setName("by-user-fitting").build();

  static final ModelRef ITEMS_BY_CHOICE = ModelRef.newBuilder().setName("items-by-choice").build();

  static final ModelRef ITEMS_BY_CHOICE_FITTING =
      ModelRef.newBuilder().setName("items-by-choice-fitting").build();

  static final ModelRef USERS_BY_CHOICE = ModelRef.newBuilder().setName("users-by-choice").build();

  /** Trained on interactions without ratings. */
  static final ModelRef INTERACTIONS = ModelRef.newBuilder().setName("interactions").build();

  /** Of the biases alone, though with the files of a network. */
  static final ModelRef BIASES_BY_ITEM = ModelRef.newBuilder().setName("biases-by-item").build();

  static final ModelRef BIASES_BY_USER = ModelRef.newBuilder().setName("biases-by-user").build();

  private final RunningServer server;
  private final ManagedChannel channel;

  ServedModels(Path repository) throws Exception {
    TinyModel.write(repository, "by-item", 3, Orientation.ITEM);
    TinyModel.writeWithFoldIn(repository, "by-item-fitting", 4, Orientation.ITEM);
    TinyModel.writeWithFoldIn(repository, "by-user-fitting", 5, Orientation.USER);
    TinyModel.write(repository, "by-user", 7, Orientation.USER);
    server = start(repository);
    channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", server.port(), InsecureChannelCredentials.create())
            .build();
  }

  /** Writes versions with ranking heads into a repository, for the constructor to serve too. */
  static Path withRankingHeads(Path repository) throws Exception {
    TinyModel.writeWithRankingHead(repository, "items-by-choice", 1, Orientation.ITEM, false);
    TinyModel.writeWithRankingHead(
        repository, "items-by-choice-fitting", 2, Orientation.ITEM, true);
    TinyModel.writeWithRankingHead(repository, "users-by-choice", 3, Orientation.USER, true);
    TinyInteractions.write(repository, "interactions", 6);
    TinyModel.writeBiases(repository, "biases-by-item", 8, Orientation.ITEM);
    TinyModel.writeBiases(repository, "biases-by-user", 9, Orientation.USER);
    return repository;
  }

  private static RunningServer start(Path repository) throws Exception {
    return RunningServer.start(
        Map.of(
            "autorec.port", 0,
            "autorec.models", repository.toString(),
            "autorec.device", "cpu",
            "autorec.max-batch", 4,
            "autorec.max-vectors", 20,
            "autorec.max-top-n", 50));
  }

  ManagedChannel channel() {
    return channel;
  }

  AutoRecServiceGrpc.AutoRecServiceBlockingStub stub() {
    return AutoRecServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}

package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.util.concurrent.ListenableFuture;
import io.autorec.model.Orientation;
import io.autorec.server.calls.CallObserver;
import io.autorec.server.calls.LoggedCalls;
import io.autorec.server.calls.RequestIdEcho;
import io.autorec.server.fixture.HeldJob;
import io.autorec.server.fixture.TinyModel;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.metrics.CallCounts;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.ModelLoader;
import io.autorec.server.request.Limits;
import io.autorec.server.tracing.CallTraces;
import io.autorec.server.transport.CountedConnections;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.AutoRecServiceGrpc.AutoRecServiceFutureStub;
import io.autorec.v1.PredictResponse;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A server of a user-based model whose one worker is held up until it is released, with room for 8
 * rows in its queue; and a connection to it.
 */
final class HeldModel {
  static final int QUEUE_ROWS = 8;

  /** Most calls of a connection at a time. */
  static final int MOST_CALLS = 20;

  private final Serving serving = new Serving();
  private final ModelCatalog catalog;
  private final Server server;
  private final ManagedChannel channel;
  private final HeldJob held;
  private final CallObserver observer = new CallObserver(LoggedCalls.NONE, CallTraces.NONE);
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  HeldModel(Path repository, Concurrency concurrency) throws Exception {
    this(
        repository,
        concurrency,
        InsecureServerCredentials.create(),
        InsecureChannelCredentials.create());
  }

  /**
   * @param port of the server's port
   * @param client of the connection
   */
  HeldModel(
      Path repository, Concurrency concurrency, ServerCredentials port, ChannelCredentials client)
      throws Exception {
    TinyModel.write(repository, "by-user", 1, Orientation.USER);
    SessionOptions options =
        new SessionOptions(DeviceChoice.CPU, 1, RunThreads.always(1), QUEUE_ROWS, false);
    catalog = ModelCatalog.load(repository, "", 1, new ModelLoader(options, QUEUE_ROWS));
    serving.open(catalog, new Limits(20, 50), concurrency);
    server =
        NettyServerBuilder.forPort(0, port)
            .directExecutor()
            .channelFactory(() -> new CountedConnections(10).newPort())
            .bossEventLoopGroup(threads)
            .workerEventLoopGroup(threads)
            .maxConcurrentCallsPerConnection(MOST_CALLS)
            .addStreamTracerFactory(observer)
            .intercept(new OverloadGate(serving))
            .intercept(new RequestIdEcho())
            .addService(new StrictMessages(new AutoRecEndpoint(serving), serving))
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
    channel = Grpc.newChannelBuilderForAddress("localhost", server.getPort(), client).build();
    held = HeldJob.holding(catalog.find("", 0).orElseThrow().rows());
  }

  /** How calls of a method ended. */
  CallCounts.Method counts(MethodDescriptor<?, ?> method) {
    return observer.counts().method(method);
  }

  int port() {
    return server.getPort();
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Waits until the server has read what was sent before: it reads a connection in order. */
  void awaitRead() {
    var unused =
        HealthGrpc.newBlockingStub(channel)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .check(HealthCheckRequest.getDefaultInstance());
  }

  AutoRecServiceFutureStub stub() {
    return AutoRecServiceGrpc.newFutureStub(channel);
  }

  ListenableFuture<PredictResponse> call() {
    return call(stub());
  }

  static ListenableFuture<PredictResponse> call(AutoRecServiceFutureStub stub) {
    return stub.predict(Requests.predict(Requests.sparse("i0", 3)));
  }

  static StatusRuntimeException refusal(ListenableFuture<PredictResponse> call) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
    return assertInstanceOf(StatusRuntimeException.class, e.getCause());
  }

  static void expectAnswer(ListenableFuture<PredictResponse> call) throws Exception {
    assertEquals(1, call.get(10, TimeUnit.SECONDS).getPredictionsCount());
  }

  void release() {
    held.release();
  }

  void close() throws Exception {
    held.release();
    channel.shutdownNow();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    catalog.close();
    serving.close();
  }
}

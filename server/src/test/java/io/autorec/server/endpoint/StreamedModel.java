package io.autorec.server.endpoint;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.access.Access;
import io.autorec.server.answer.Serving;
import io.autorec.server.fixture.HeldJob;
import io.autorec.server.fixture.StreamCall;
import io.autorec.server.gate.Gates;
import io.autorec.server.gate.OverloadGate;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.repository.ModelCatalog;
import io.autorec.server.repository.version.ModelLoader;
import io.autorec.server.request.Limits;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.GetModelRequest;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictStreamResponse;
import io.grpc.ForwardingServerCallListener;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server of a user-based model in batches of 8, which counts what streams have consumed. */
final class StreamedModel implements AutoCloseable {
  static final int WINDOW_BYTES = 65_535;

  private static final long UNREAD_BYTES = 16 << 20;

  private final ModelCatalog catalog;
  private final Server server;
  private final ManagedChannel streams;
  private final ManagedChannel calls;
  private final Serving serving = new Serving();
  private final Watch watch = new Watch();
  private final List<HeldJob> held = new ArrayList<>();

  StreamedModel(Path repository, int queueRows) throws Exception {
    TinyModel.write(repository, "by-user", 1, Orientation.USER);
    SessionOptions options =
        new SessionOptions(DeviceChoice.CPU, 1, RunThreads.always(1), 8, false);
    catalog = ModelCatalog.load(repository, "", 1, new ModelLoader(options, queueRows));
    serving.open(catalog, new Limits(20, 50));
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress("localhost", 0), InsecureServerCredentials.create())
            .addService(
                ServerInterceptors.intercept(
                    Gates.behind(new AutoRecEndpoint(serving)).bindService(), watch));
    new Gates(
            new Access(Optional.empty(), false),
            Optional.empty(),
            serving,
            new OverloadGate(Duration.ZERO, 1, 1),
            20,
            UNREAD_BYTES)
        .addTo(builder);
    server = builder.build().start();
    // Two connections: a stream that is not read blocks all calls on its own.
    streams = channel();
    calls = channel();
  }

  private ManagedChannel channel() {
    return NettyChannelBuilder.forAddress("localhost", server.getPort())
        .usePlaintext()
        .flowControlWindow(WINDOW_BYTES)
        .build();
  }

  /** For streams. */
  AutoRecServiceGrpc.AutoRecServiceStub stub() {
    return AutoRecServiceGrpc.newStub(streams);
  }

  ManagedChannel streamChannel() {
    return streams;
  }

  /** For other calls. */
  AutoRecServiceGrpc.AutoRecServiceBlockingStub blockingStub() {
    return AutoRecServiceGrpc.newBlockingStub(calls).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  AutoRecServiceGrpc.AutoRecServiceFutureStub futureStub() {
    return AutoRecServiceGrpc.newFutureStub(calls);
  }

  StreamCall<PredictRequest, PredictStreamResponse> predictStream() {
    return StreamCall.start(stub()::predictStream, true);
  }

  /** Keeps the model busy until the job is released, or this is closed. */
  HeldJob hold() throws InterruptedException {
    HeldJob job = HeldJob.holding(catalog.find("", 0).orElseThrow().rows().orElseThrow());
    held.add(job);
    return job;
  }

  void drain() {
    serving.drain();
  }

  /** How many requests of streams have been handed to the endpoint, and taken in by it. */
  int consumed() {
    synchronized (watch) {
      return watch.consumed;
    }
  }

  void awaitConsumed(int count) throws InterruptedException {
    synchronized (watch) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (watch.consumed < count) {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
          throw new AssertionError("consumed: " + watch.consumed + " (expected: " + count + ")");
        }
        watch.wait(millis);
      }
    }
  }

  /** Waits until no stream consumes anything in the time that 200 other calls take. */
  int awaitStill() {
    int before;
    do {
      before = consumed();
      for (int i = 0; i < 200; i++) {
        blockingStub().getModel(GetModelRequest.getDefaultInstance());
      }
    } while (consumed() != before);
    return before;
  }

  boolean awaitCancelled() throws InterruptedException {
    return watch.cancelled.await(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    held.forEach(HeldJob::release);
    streams.shutdownNow();
    calls.shutdownNow();
    try {
      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    catalog.close();
  }

  private static final class Watch implements ServerInterceptor {
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private int consumed;

    private synchronized void count() {
      consumed++;
      notifyAll();
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      ServerCall.Listener<ReqT> listener = next.startCall(call, headers);
      if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.BIDI_STREAMING) {
        return listener;
      }
      return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
        @Override
        public void onMessage(ReqT message) {
          super.onMessage(message);
          count();
        }

        @Override
        public void onCancel() {
          super.onCancel();
          cancelled.countDown();
        }
      };
    }
  }
}

package io.autorec.bench.serve;

import com.google.protobuf.MessageLite;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The transport alone: reads each request as the server does, and gives every one the same answer,
 * whether it is a call of its own or one of a stream.
 *
 * <p>{@code EchoServer KIND ANSWER_FILE --port-file FILE}
 */
final class EchoServer {
  private EchoServer() {}

  /** The command that starts it, with this process's Java and class path. */
  static List<String> command(Kind kind, Path answer) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        EchoServer.class.getName(),
        kind.name(),
        answer.toString());
  }

  /** Serves until the process is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Server server;
    try (InputStream answer = Files.newInputStream(Path.of(args[1]))) {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(echo(Kind.valueOf(args[0]).methods(), answer))
              .build()
              .start();
    }
    Path portFile = Path.of(args[3]);
    Path beside = Path.of(args[3] + ".new");
    Files.writeString(beside, String.valueOf(server.getPort()));
    Files.move(beside, portFile, StandardCopyOption.ATOMIC_MOVE);
    server.awaitTermination();
  }

  /** A service that has but one answer, which is read from a stream of bytes. */
  static <Q extends MessageLite, A extends MessageLite, M> ServerServiceDefinition echo(
      Methods<Q, A, M> methods, InputStream bytes) {
    A answer = methods.unary().parseResponse(bytes);
    M message = methods.wrap().apply(answer);
    return ServerServiceDefinition.builder(String.valueOf(methods.unary().getServiceName()))
        .addMethod(
            methods.unary(),
            ServerCalls.asyncUnaryCall(
                (request, caller) -> {
                  caller.onNext(answer);
                  caller.onCompleted();
                }))
        .addMethod(
            methods.stream(),
            ServerCalls.asyncBidiStreamingCall(
                caller -> new Echo<>((ServerCallStreamObserver<M>) caller, message)))
        .build();
  }

  /** Reads a request only while the client takes answers. */
  private static final class Echo<Q, M> implements StreamObserver<Q> {
    private final ServerCallStreamObserver<M> caller;
    private final M message;
    private boolean reading;

    Echo(ServerCallStreamObserver<M> caller, M message) {
      this.caller = caller;
      this.message = message;
      caller.disableAutoRequest();
      caller.setOnReadyHandler(this::read);
    }

    private void read() {
      if (!reading && caller.isReady()) {
        reading = true;
        caller.request(1);
      }
    }

    @Override
    public void onNext(Q request) {
      caller.onNext(message);
      reading = false;
      read();
    }

    @Override
    public void onCompleted() {
      caller.onCompleted();
    }

    @Override
    public void onError(Throwable thrown) {
      // The client is gone.
    }
  }
}

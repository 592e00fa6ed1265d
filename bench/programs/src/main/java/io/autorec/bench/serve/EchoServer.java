package io.autorec.bench.serve;

import com.google.protobuf.MessageLite;
import io.autorec.bench.load.Kind;
import io.autorec.bench.load.Methods;
import io.autorec.model.files.AtomicFile;
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
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The transport alone: reads each request as the server does, and gives every one the same answer,
 * whether it is a call of its own or one of a stream.
 */
@Command(name = "echo", hidden = true, description = "Gives every call the same answer.")
public final class EchoServer implements Callable<Integer> {
  @Parameters private Kind kind = Kind.PREDICT;
  @Parameters private Path answer = Path.of("");

  @Option(names = "--port-file", required = true)
  private Path portFile = Path.of("");

  /** The command that starts it with this process's Java, class path and main class. */
  static List<String> command(CommandSpec program, Kind kind, Path answer) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        program.root().userObject().getClass().getName(),
        "echo",
        kind.name(),
        answer.toString());
  }

  /** Serves until the process is ended. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    Server server;
    try (InputStream bytes = Files.newInputStream(answer)) {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(echo(kind.methods(), bytes))
              .build()
              .start();
    }
    AtomicFile.write(portFile, String.valueOf(server.getPort()));
    server.awaitTermination();
    return 0;
  }

  /** A service with a single answer, which is read from a stream of bytes. */
  public static <Q extends MessageLite, A extends MessageLite, M> ServerServiceDefinition echo(
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

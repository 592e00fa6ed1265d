package io.autorec.bench.serve;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The transport alone: reads each request as the server does, and gives every call the same answer.
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
              .addService(echo(Kind.valueOf(args[0]).method(), answer))
              .build()
              .start();
    }
    Path portFile = Path.of(args[3]);
    Path beside = Path.of(args[3] + ".new");
    Files.writeString(beside, String.valueOf(server.getPort()));
    Files.move(beside, portFile, StandardCopyOption.ATOMIC_MOVE);
    server.awaitTermination();
  }

  private static <Q, A> ServerServiceDefinition echo(
      MethodDescriptor<Q, A> method, InputStream bytes) {
    A answer = method.parseResponse(bytes);
    return ServerServiceDefinition.builder(String.valueOf(method.getServiceName()))
        .addMethod(
            method,
            ServerCalls.asyncUnaryCall(
                (request, caller) -> {
                  caller.onNext(answer);
                  caller.onCompleted();
                }))
        .build();
  }
}

package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.ListModelsRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private Process start(String... arguments) throws IOException {
    return start(List.of(), arguments);
  }

  /** Starts the server by another command. */
  private Process start(List<String> by, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(by);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AutorecServer.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    return process.start();
  }

  private Process serve(int port, Path models, Path portFile) throws IOException {
    return start(
        "--port=" + port, "--models", models.toString(), "--port-file", portFile.toString());
  }

  private int exit(Process process) throws InterruptedException {
    try {
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "still running");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private int port(Process server, Path portFile) throws Exception {
    long start = System.nanoTime();
    while (!Files.exists(portFile)) {
      assertTrue(server.isAlive(), () -> "ended early: " + read("err") + read("out"));
      assertFalse(System.nanoTime() - start > PATIENCE.toNanos(), "no port file");
      Thread.sleep(50);
    }
    return Integer.parseInt(Files.readString(portFile).strip());
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void process_drainsAndExits0_whenTerminated() throws Exception {
    Path models = folder.resolve("models");
    TinyModel.write(models, "tiny", 1, Orientation.ITEM);
    Path portFile = folder.resolve("port");
    Process server = serve(0, models, portFile);
    int port = port(server, portFile);
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("localhost", port, InsecureChannelCredentials.create())
            .build();
    try {
      assertEquals(
          1,
          AutoRecServiceGrpc.newBlockingStub(channel)
              .listModels(ListModelsRequest.getDefaultInstance())
              .getModelsCount());
      assertEquals(0, exit(start("health", "--port", "" + port)));

      server.destroy();
      assertEquals(0, exit(server), () -> read("err") + read("out"));
    } finally {
      channel.shutdownNow();
      server.destroyForcibly();
    }
    assertEquals(1, exit(start("health", "--port", "" + port)));
  }

  @Test
  void process_drainsAndExits0_whenItsTerminalCloses() throws Exception {
    Path own = Path.of("/proc/self/status");
    assumeTrue(!Files.exists(own) || !ignoresHangups(own), "these tests were started by nohup");
    Path models = folder.resolve("models");
    TinyModel.write(models, "tiny", 1, Orientation.ITEM);
    Path portFile = folder.resolve("port");
    Process server = serve(0, models, portFile);
    int unused = port(server, portFile);
    assertEquals(0, new ProcessBuilder("kill", "-HUP", "" + server.pid()).start().waitFor());
    assertEquals(0, exit(server), () -> read("err") + read("out"));
    assertTrue(read("out").contains("drained"), () -> read("out"));
  }

  @Test
  void process_ignoresHangups_whenStartedSo() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "no Linux");
    Path models = folder.resolve("models");
    TinyModel.write(models, "tiny", 1, Orientation.ITEM);
    Path portFile = folder.resolve("port");
    Process server =
        start(
            List.of("nohup"),
            "--port=0",
            "--models",
            models.toString(),
            "--port-file",
            portFile.toString());
    try {
      int unused = port(server, portFile);
      assertTrue(ignoresHangups(Path.of("/proc/" + server.pid() + "/status")));
      server.destroy();
      assertEquals(0, exit(server), () -> read("err") + read("out"));
    } finally {
      server.destroyForcibly();
    }
  }

  /** Whether SIGHUP, the first of its mask, is ignored by a process, as Linux says. */
  private static boolean ignoresHangups(Path status) throws IOException {
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 1) == 1;
  }

  @Test
  void process_servesAgain_whenKilledAndStartedAtOnce() throws Exception {
    Path models = folder.resolve("models");
    TinyModel.write(models, "tiny", 1, Orientation.ITEM);
    Path portFile = folder.resolve("port");
    Process server = serve(0, models, portFile);
    int port = port(server, portFile);
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("localhost", port, InsecureChannelCredentials.create())
            .build();
    Process again = server;
    try {
      AutoRecServiceGrpc.AutoRecServiceBlockingStub stub =
          AutoRecServiceGrpc.newBlockingStub(channel);
      ListModelsRequest request = ListModelsRequest.getDefaultInstance();
      assertEquals(1, stub.listModels(request).getModelsCount());
      server.destroyForcibly().waitFor();
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> stub.listModels(request));
      assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());

      Files.delete(portFile);
      again = serve(port, models, portFile);
      assertEquals(port, port(again, portFile));
      assertEquals(1, stub.withWaitForReady().listModels(request).getModelsCount());
    } finally {
      channel.shutdownNow();
      server.destroyForcibly();
      again.destroyForcibly();
    }
  }

  @Test
  void process_exits2WithOneLine_whenTheOperatorErred() throws Exception {
    Path models = folder.resolve("models");
    Path version = TinyModel.write(models, "tiny", 1, Orientation.USER);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    expectMistake("no folder", "--models", folder.resolve("none").toString());
    expectMistake("no model that can be", "--models", empty.toString(), "--require-model");
    expectMistake("\"other\"", "--models", models.toString(), "--default-model", "other");
    expectMistake("device: tpu", "--models", models.toString(), "--device", "tpu");
    expectMistake("device cuda", "--models", models.toString(), "--device", "cuda");
    expectMistake("--prot", "--prot", "1");
    expectMistake("max-batch: 0", "--models", models.toString(), "--max-batch", "0");
    try (java.net.ServerSocket taken = new java.net.ServerSocket(0)) {
      expectMistake(
          "port: " + taken.getLocalPort(),
          "--port=" + taken.getLocalPort(),
          "--models",
          models.toString());
    }
    Files.writeString(version.resolve("ratings.pb"), "damaged");
    expectMistake("no model that can be", "--models", models.toString(), "--require-model");
  }

  private void expectMistake(String words, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (all.stream().noneMatch(argument -> argument.startsWith("--port"))) {
      all.add("--port=0");
    }
    assertEquals(2, exit(start(all.toArray(new String[0]))), () -> read("err") + read("out"));
    assertEquals(1, read("err").lines().count(), () -> read("err"));
    assertTrue(read("err").contains(words), () -> read("err"));
  }
}

package io.autorec.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.v1.RecommendRequest;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher of the distribution speaks UTF-8 whatever the locale. A shell spells names that are
 * not ASCII, in octal, since the locale of the tests may be any too.
 */
final class LauncherIT {
  private static final long PATIENCE_SECONDS = 120;

  private static final Path LAUNCHER =
      Path.of("target", "autorec-client", "bin", "autorec-client").toAbsolutePath();

  @TempDir Path folder;

  private final FakeServer service = new FakeServer();
  private final Server server =
      Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
          .addService(service)
          .build();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TERM=dumb",
        "LC_ALL=C",
        "LANG=C.UTF-8",
        "LANG=xx_XX.UTF-8", // installed nowhere
        "LANG=xx_XX.UTF-8 LC_CTYPE=C.UTF-8",
        "PATH=bin" // where there is no locale command
      })
  void recommend_asksForAnyUser_whateverTheLocale(String variables) throws Exception {
    String said =
        run(
            0,
            "\"$0\" recommend --target 127.0.0.1:"
                + server.getPort()
                + " --top 1 --user \"$(printf 'Zo\\303\\251')\"",
            variables);
    assertEquals("Zo\u00e9", ((RecommendRequest) service.requests.get(0)).getUserId());
    assertTrue(said.startsWith("For user Zo\u00e9 by films version 7"), said);
  }

  /** Runs a script, of which $0 is the launcher; returns what it prints. */
  private String run(int status, String script, String variables)
      throws IOException, InterruptedException {
    Files.createDirectory(folder.resolve("bin"));
    for (String command : List.of("dirname", "mkdir", "uname")) {
      Path usual = Path.of("/usr/bin", command);
      Files.createSymbolicLink(
          folder.resolve("bin").resolve(command),
          Files.exists(usual) ? usual : Path.of("/bin", command));
    }
    File said = folder.resolve("said").toFile();
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", script, LAUNCHER.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    for (String variable : variables.split(" ", -1)) {
      String[] parts = variable.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running");
      String text = new String(Files.readAllBytes(said.toPath()), StandardCharsets.UTF_8);
      assertEquals(status, process.exitValue(), text);
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}

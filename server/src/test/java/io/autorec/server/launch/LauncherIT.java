package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher of the distribution speaks UTF-8 whatever the locale. A shell spells names that are
 * not ASCII, in octal, since the locale of the tests may be any too.
 */
class LauncherIT {
  private static final long PATIENCE_SECONDS = 120;

  private static final Path LAUNCHER =
      Path.of("target", "autorec-server", "bin", "autorec-server").toAbsolutePath();

  @TempDir Path folder;

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
  void server_findsAFolderOfAnyName_whateverTheLocale(String variables) throws Exception {
    String said =
        run(
            2,
            "name=$(printf 'mod\\303\\250les') && mkdir -p \"$name\""
                + " && exec \"$0\" --port 0 --require-model --models \"$name\"",
            variables);
    assertTrue(
        said.contains("autorec-server: models: \"mod\u00e8les\" holds no model that can be served"),
        said);
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

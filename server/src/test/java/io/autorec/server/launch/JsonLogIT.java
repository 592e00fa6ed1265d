package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLogIT {
  @TempDir Path repository;

  @Test
  void log_isAnObjectALine_whenThatIsAskedFor() throws Exception {
    List<String> lines = logOf("--log-format", "json");
    JsonObject first = JsonParser.parseString(lines.get(0)).getAsJsonObject();
    assertTrue(first.get("message").getAsString().startsWith("autorec-server "), "" + first);
    JsonObject line = JsonParser.parseString(lines.get(1)).getAsJsonObject();
    assertEquals("WARN", line.get("level").getAsString());
    assertTrue(line.get("message").getAsString().startsWith("skipped broken"), "" + line);
    assertTrue(Instant.parse(line.get("@timestamp").getAsString()).isAfter(Instant.EPOCH));
    assertTrue(line.get("logger_name").getAsString().endsWith("LoadAttempts"), "" + line);
    assertEquals(5, line.size(), "" + line);
  }

  @Test
  void log_isText_unlessSomethingElseIsAskedFor() throws Exception {
    assertTrue(
        logOf().get(1).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z WARN {2}skipped broken.*"),
        () -> "not text");
  }

  /** What a server says that finds one model, which is empty, and ends. */
  private List<String> logOf(String... flags) throws IOException, InterruptedException {
    Files.createDirectories(repository.resolve("broken/1"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AutorecServer.class.getName(),
            "--port=0",
            "--models",
            repository.toString(),
            "--require-model");
    builder.command().addAll(List.of(flags));
    Process process = builder.redirectErrorStream(true).start();
    try {
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
      assertEquals(3, lines.size(), "two lines of the log, and why it ended: " + lines);
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }
}

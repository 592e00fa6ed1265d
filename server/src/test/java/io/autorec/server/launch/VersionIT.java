package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.server.fixture.TinyServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VersionIT {
  /** That of the jar; classes in none have a word. */
  private static final String NUMBER = "(development|\\d+\\.\\d+\\.\\d+\\S*)";

  @Test
  void command_saysItsVersion_whenAsked() {
    for (String flag : new String[] {"-V", "--version"}) {
      StringWriter out = new StringWriter();
      CommandLine command = AutorecServer.command().setOut(new PrintWriter(out, true));
      assertEquals(0, command.execute(flag));
      assertTrue(
          out.toString()
              .strip()
              .matches("autorec-server " + NUMBER + " \\(Java \\d\\S*, ONNX Runtime [0-9.]+\\)"),
          out.toString());
      assertTrue(command.getUsageMessage().contains("--version"));
    }
  }

  /** As a variable would; Micronaut takes system properties too. */
  @Test
  void help_isShown_whenASettingIsBad() {
    System.setProperty("autorec.max-batch", "bad");
    try {
      StringWriter out = new StringWriter();
      CommandLine command = AutorecServer.command().setOut(new PrintWriter(out, true));
      assertEquals(0, command.execute("--help"));
      assertTrue(out.toString().contains("Usage: autorec-server"), out.toString());
      StringWriter err = new StringWriter();
      assertEquals(
          AutorecServer.USAGE,
          AutorecServer.command().setErr(new PrintWriter(err, true)).execute("health"));
      assertEquals("autorec-server: max-batch: bad (expected: 1 to 65536)", err.toString().strip());
    } finally {
      System.clearProperty("autorec.max-batch");
    }
  }

  @Test
  void metrics_sayTheVersion(@TempDir Path repository) throws Exception {
    try (TinyServer tiny = TinyServer.measured(repository, Map.of())) {
      Map<String, Double> info = Scrape.of(tiny.running());
      info.keySet().removeIf(name -> !name.startsWith("autorec_build_info{"));
      assertEquals(1, info.size(), "" + info);
      String series = info.keySet().iterator().next();
      assertTrue(series.matches(".*[{,]version=\"" + NUMBER + "\".*"), series);
      assertTrue(series.contains("java=\"" + Runtime.version() + "\""), series);
      assertTrue(series.contains("onnxruntime=\"1"), series);
      assertEquals(1, info.get(series));
    }
  }
}

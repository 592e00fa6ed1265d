package io.autorec.server.launch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.core.value.MapPropertyResolver;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class ServerSettingsTest {
  private final ServerSettings settings = new ServerSettings();

  private static ServerSettings of(Map<String, Object> properties) throws StartException {
    return ServerSettings.of(new MapPropertyResolver(properties));
  }

  /** A command line over these properties, which fills {@link #settings} in. */
  private CommandLine command(Map<String, Object> properties) {
    CommandLine command = new CommandLine(CommandSpec.create());
    settings.addTo(command.getCommandSpec(), () -> new MapPropertyResolver(properties));
    return command;
  }

  @Test
  void of_givesTheDefaults_whenNothingIsSet() throws StartException {
    BatchSettings batches = of(Map.of()).batches();
    assertEquals("auto", batches.device);
    assertEquals(0, batches.workers);
    assertEquals(0, batches.threads);
    assertFalse(batches.tf32);
    assertEquals(64, batches.maxBatch);
    assertEquals(4096, batches.queueRows);
    assertEquals(100, batches.latencyTargetMillis);
  }

  @Test
  void of_takesWhatIsSet() throws StartException {
    BatchSettings batches =
        of(Map.of("autorec.device", " cpu ", "autorec.tf32", "true", "autorec.max-batch", 3))
            .batches();
    assertEquals("cpu", batches.device);
    assertTrue(batches.tf32);
    assertEquals(3, batches.maxBatch);
    assertEquals(4096, batches.queueRows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-batch | 0     | max-batch: 0 (expected: 1 to 65536)",
        "max-batch | 65537 | max-batch: 65537 (expected: 1 to 65536)",
        "max-batch | many  | max-batch: many (expected: 1 to 65536)",
        "max-batch | 1e3   | max-batch: 1e3 (expected: 1 to 65536)",
        "tf32      | maybe | tf32: maybe (expected: true or false)",
      })
  void of_namesWhatIsNoValue(String name, String value, String message) {
    StartException refused =
        assertThrows(StartException.class, () -> of(Map.of("autorec." + name, value)));
    assertEquals(message, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "/dev", "/no/such/folder/port"})
  void requireUsable_refusesAPortFile_thatCannotBeOne(String file) throws StartException {
    ProcessSettings process = of(Map.of("autorec.port-file", file)).process();
    assertEquals(
        "port file: \"" + file + "\" cannot be written (expected: a file in a folder that can)",
        assertThrows(StartException.class, process::requireUsable).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "many"})
  void options_nameWhatIsNoValue(String value) {
    ParameterException thrown =
        assertThrows(
            ParameterException.class, () -> command(Map.of()).parseArgs("--max-batch", value));
    assertEquals(
        "max-batch: " + value + " (expected: 1 to 65536)",
        ServerSettings.badValue(thrown).orElseThrow().getMessage());
  }

  @Test
  void options_becomeSettings() {
    CommandLine command = command(Map.of());
    command.parseArgs("--max-top-n", "7", "--tf32", "--models=here");
    assertEquals(7, settings.requests().maxTopN);
    assertTrue(settings.batches().tf32);
    assertEquals("here", settings.models().models);
    assertEquals(256, settings.requests().maxVectors);
    String help = command.getUsageMessage();
    assertTrue(help.contains("--max-top-n=N") && help.contains("(1000)"), help);
    assertTrue(help.contains("Observability:") && !help.contains("DEFAULT-VALUE"), help);
  }

  @Test
  void options_winOverProperties() {
    command(
            Map.of(
                "autorec.max-batch",
                3,
                "autorec.queue-rows",
                "many",
                "autorec.tf32",
                "true",
                "autorec.require-model",
                "true"))
        .parseArgs("--max-batch=4", "--queue-rows=5", "--tf32");
    assertEquals(4, settings.batches().maxBatch);
    assertEquals(5, settings.batches().queueRows);
    assertTrue(settings.batches().tf32);
    assertTrue(settings.models().requireModel());
  }
}

package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.core.value.MapPropertyResolver;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FlagsTest {
  @Test
  void read_givesTheDefaults_whenNothingIsSet() throws StartException {
    assertEquals(
        new BatchSettings("auto", 0, 0, false, 64, 4096, 100),
        Flags.read(new MapPropertyResolver(Map.of()), BatchSettings.class));
  }

  @Test
  void read_takesWhatIsSet() throws StartException {
    Map<String, Object> set =
        Map.of("autorec.device", "cpu", "autorec.tf32", "true", "autorec.max-batch", 3);
    assertEquals(
        new BatchSettings("cpu", 0, 0, true, 3, 4096, 100),
        Flags.read(new MapPropertyResolver(set), BatchSettings.class));
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
  void read_namesWhatIsNoValue(String name, String value, String message) {
    StartException refused =
        assertThrows(
            StartException.class,
            () ->
                Flags.read(
                    new MapPropertyResolver(Map.of("autorec." + name, value)),
                    BatchSettings.class));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void flags_becomeSettings() {
    CommandLine command = new CommandLine(new AutorecServer());
    Flags.addTo(command.getCommandSpec());
    assertEquals(
        Map.of("autorec.max-top-n", 7, "autorec.tf32", true, "autorec.models", "here"),
        Flags.given(command.parseArgs("--max-top-n", "7", "--tf32", "--models=here")));
    String help = command.getUsageMessage();
    assertTrue(help.contains("--max-top-n=N") && help.contains("(1000)"), help);
  }
}

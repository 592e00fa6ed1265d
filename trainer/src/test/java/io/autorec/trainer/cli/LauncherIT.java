package io.autorec.trainer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.fixture.Launcher;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher of the distribution speaks UTF-8 whatever the locale. */
class LauncherIT {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.autorec.fixture.Launcher#locales")
  void sample_writesAFileOfAnyName_whateverTheLocale(String variables) throws Exception {
    String said =
        Launcher.of("autorec-trainer", folder)
            .run(
                0,
                "name=$(printf 'r\\303\\251views.csv')"
                    + " && \"$0\" sample \"$name\" && test -f \"$name\"",
                variables);
    assertEquals("wrote r\u00e9views.csv and titles.csv", said.strip());
  }
}

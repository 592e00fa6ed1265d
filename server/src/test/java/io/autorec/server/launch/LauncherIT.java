package io.autorec.server.launch;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void server_findsAFolderOfAnyName_whateverTheLocale(String variables) throws Exception {
    String said =
        Launcher.of("autorec-server", folder)
            .run(
                2,
                "name=$(printf 'mod\\303\\250les') && mkdir -p \"$name\""
                    + " && exec \"$0\" --port 0 --require-model --models \"$name\"",
                variables);
    assertTrue(
        said.contains("autorec-server: models: \"mod\u00e8les\" holds no model that can be served"),
        said);
  }
}

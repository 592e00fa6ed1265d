package io.autorec.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {
  @TempDir Path folder;

  private OutputFolder output(String name, int... version) {
    return new OutputFolder(
        folder.resolve("models"),
        name,
        version.length == 0 ? OptionalInt.empty() : OptionalInt.of(version[0]));
  }

  private static String refusal(OutputFolder output) {
    return String.valueOf(assertThrows(InputException.class, output::check).getMessage());
  }

  @Test
  void check_makesTheFolder_andLeavesNothingInIt() throws IOException {
    output("films").check();
    try (Stream<Path> entries = Files.list(folder.resolve("models"))) {
      assertEquals(List.of(), entries.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", "a b", ".hidden"})
  void check_refusesAName_thatIsNoFolderOfTheServer(String name) {
    assertTrue(refusal(output(name)).startsWith("--name: \"" + name + "\""), name);
  }

  @Test
  void check_refusesAnEmptyFolderName() {
    assertEquals(
        "--out: \"\" (expected: a folder)",
        refusal(new OutputFolder(Path.of(""), "films", OptionalInt.empty())));
  }

  @Test
  void check_refusesAVersion_thatIsThere() throws IOException {
    Files.createDirectories(folder.resolve("models/films/3"));
    assertTrue(refusal(output("films", 3)).startsWith("--model-version: 3 exists in "));
    output("films", 4).check();
    output("films").check();
  }

  @Test
  void check_refusesAFile_inThePlaceOfAFolder() throws IOException {
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(folder.resolve("models/films"), "");
    assertTrue(refusal(output("films")).contains(" is a file (expected: a folder, or nothing)"));

    Files.delete(folder.resolve("models/films"));
    Files.delete(folder.resolve("models"));
    Files.writeString(folder.resolve("models"), "");
    assertTrue(refusal(output("films")).contains(" cannot be written to: "));
  }

  @Test
  void requireRoom_refusesAModel_thatTheDiskHasNoRoomFor() throws IOException {
    output("films").check();
    output("films").requireRoom(size(1_000), false);
    try (Stream<Path> entries = Files.list(folder.resolve("models"))) {
      assertEquals(List.of(), entries.toList());
    }
    String message =
        String.valueOf(
            assertThrows(
                    InputException.class,
                    () -> output("films").requireRoom(size(1_000_000_000_000L), false))
                .getMessage());
    assertTrue(message.matches("--out: .* has \\d+ MiB free \\(expected: \\d+ for the model\\)"));
  }

  @Test
  void requireRoom_asksForTheModelAlone_whenTheTrainedNetworksAreThere() throws IOException {
    output("films").check();
    long free = Files.getFileStore(folder).getUsableSpace();
    // The version takes 8 kB a column, the state of the training 24.
    ModelSize size = size(free / 16_000);
    output("films").requireRoom(size, true);
    assertThrows(InputException.class, () -> output("films").requireRoom(size, false));
  }

  private static ModelSize size(long width) {
    return new ModelSize(1_000, width, 500, 1, 0, false, 3, true, false, 1_000, 1_000);
  }

  @Test
  void reason_isInPlainWords() {
    assertEquals("f: permission denied", OutputFolder.reason(new AccessDeniedException("f")));
    assertEquals("f: no such folder", OutputFolder.reason(new NoSuchFileException("f")));
    assertEquals(
        "f: No space left on device",
        OutputFolder.reason(new FileSystemException("f", null, "No space left on device")));
    assertEquals("broken", OutputFolder.reason(new IOException("broken")));
  }
}

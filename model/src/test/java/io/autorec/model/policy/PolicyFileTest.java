package io.autorec.model.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.v1.ServingPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
  private static final ServingPolicy NONE = ServingPolicy.getDefaultInstance();
  private static final ServingPolicy TWO = ServingPolicy.newBuilder().setLatest(2).build();

  @TempDir Path model;

  private Path file() {
    return model.resolve(PolicyFile.NAME);
  }

  @Test
  void read_whatWasWritten() throws Exception {
    assertEquals(NONE, PolicyFile.read(model));
    PolicyFile.write(model, NONE, TWO);
    assertEquals(TWO, PolicyFile.read(model));
    ServingPolicy labelled = TWO.toBuilder().putLabels("stable", 3).addWithdrawn(4).build();
    PolicyFile.write(model, TWO, labelled);
    assertEquals(labelled, PolicyFile.read(model));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"latest\": 2} {\"latest\": 3}",
        "{\"latest\": 2}, \"unloaded\": true}",
        "{\"latest\": 2} // as last week",
        "{\"withdrawn\": [2], \"withdrawn\": [3]}",
        "{\"labels\": {\"stable\": 1, \"stable\": 2}}",
        "{\"latest\": -1}",
        "{\"latest\": 2.5}",
        "{\"newest\": 2}",
        "{\"versions\": [0]}",
        "{\"labels\": {\"Stable\": 1}}",
        "{\"labels\": {\"stable\": 1}, \"withdrawn\": [1]}"
      })
  void read_saysWhatIsWrong(String text) throws Exception {
    Files.writeString(file(), text);
    PolicyException e = assertThrows(PolicyException.class, () -> PolicyFile.read(model));
    String why = String.valueOf(e.getMessage());
    assertTrue(why.startsWith("serving.json: ") && why.lines().count() == 1, why);
    assertFalse(why.contains("Exception") || why.contains("JsonReader"), why);
  }

  @Test
  void read_saysSo_whenALinkLeadsNowhere() throws Exception {
    Files.createSymbolicLink(file(), model.resolve("nowhere"));
    PolicyException e = assertThrows(PolicyException.class, () -> PolicyFile.read(model));
    assertTrue(String.valueOf(e.getMessage()).contains("a link to nothing"), e.toString());
  }

  @Test
  void read_followsLinksWithinTheRepositoryOnly(@TempDir Path folder) throws Exception {
    Path films = Files.createDirectories(folder.resolve("repository/films"));
    Path inside = Files.writeString(folder.resolve("repository/shared.json"), "{\"latest\": 2}");
    Path link = Files.createSymbolicLink(films.resolve(PolicyFile.NAME), inside);
    assertEquals(TWO, PolicyFile.read(films));
    Files.delete(link);
    Files.createSymbolicLink(link, Files.copy(inside, folder.resolve("outside.json")));
    PolicyException e = assertThrows(PolicyException.class, () -> PolicyFile.read(films));
    assertTrue(String.valueOf(e.getMessage()).contains("out of the repository"), e.toString());
  }

  @Test
  void write_keepsWhatSomebodyElseWrote() throws Exception {
    String edited = "{\"latest\": 5}";
    Files.writeString(file(), edited);
    PolicyException e =
        assertThrows(PolicyException.class, () -> PolicyFile.write(model, NONE, TWO));
    assertTrue(String.valueOf(e.getMessage()).contains("somebody else"), e.toString());
    assertEquals(edited, Files.readString(file()));
    try (Stream<Path> files = Files.list(model)) {
      assertEquals(List.of(file()), files.toList());
    }
  }
}

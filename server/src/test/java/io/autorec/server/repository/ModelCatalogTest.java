package io.autorec.server.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.autorec.fixture.TinyModel;
import io.autorec.model.ModelFormat;
import io.autorec.model.Orientation;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.ModelLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
  private static final ModelLoader LOADER =
      new ModelLoader(new SessionOptions(DeviceChoice.CPU, 1, RunThreads.always(1), 4, false), 16);

  @TempDir Path repository;

  private List<Long> versions() throws Exception {
    try (ModelCatalog catalog = ModelCatalog.load(repository, "", 1, LOADER)) {
      return catalog.all().stream().map(LoadedModel::version).toList();
    }
  }

  @Test
  void load_newestByNumber_whenThereAreSeveral() throws Exception {
    TinyModel.write(repository, "tiny", 9, Orientation.USER);
    TinyModel.write(repository, "tiny", 10, Orientation.USER);
    Files.createDirectories(repository.resolve("tiny/.11.tmp"));
    Files.createDirectories(repository.resolve("tiny/notes"));

    assertEquals(List.of(10L), versions());
  }

  @Test
  void load_nextOlder_whenNewestIsMixedOrDamaged() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.ITEM);
    Path mixed = TinyModel.write(repository, "tiny", 2, Orientation.ITEM);
    Files.writeString(mixed.resolve(ModelFormat.RATINGS_FILE), "of another version");
    Path incomplete = TinyModel.write(repository, "tiny", 3, Orientation.ITEM);
    Files.delete(incomplete.resolve(ModelFormat.USER_SCORES_FILE));
    Path damaged = TinyModel.write(repository, "tiny", 4, Orientation.ITEM);
    Files.writeString(damaged.resolve(ModelFormat.MODEL_FILE), "no graph");
    Path foreign = TinyModel.write(repository, "tiny", 5, Orientation.ITEM);
    Files.copy(
        foreign.resolve(ModelFormat.USER_SCORES_FILE),
        foreign.resolve(ModelFormat.MODEL_FILE),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.createDirectories(repository.resolve("tiny/6"));

    assertEquals(List.of(1L), versions());
  }

  @Test
  void load_nextOlder_whenWeightsAreNotFinite() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    Path broken = TinyModel.write(repository, "tiny", 2, Orientation.USER);
    TinyModel.breakWeight(broken.resolve(ModelFormat.MODEL_FILE));

    assertEquals(List.of(1L), versions());
  }

  @Test
  void load_waits_whenNothingCanBeServed() throws Exception {
    Files.createDirectories(repository.resolve("tiny/1"));
    try (ModelCatalog catalog = catalog(1)) {
      assertTrue(catalog.isWaiting());
      TinyModel.write(repository, "z", 1, Orientation.USER);
      TinyModel.write(repository, "y", 1, Orientation.USER);
      catalog.refresh();
      assertFalse(catalog.isWaiting());
      assertEquals("y", catalog.find("", 0).orElseThrow().name());
      TinyModel.write(repository, "a", 1, Orientation.USER);
      catalog.refresh();
      assertEquals("y", catalog.find("", 0).orElseThrow().name());
    }
  }

  @Test
  void load_fails_whenTheDefaultIsNoneOfThoseThatThereAre() throws Exception {
    TinyModel.write(repository, "a", 1, Orientation.USER);
    RepositoryException e =
        assertThrows(
            RepositoryException.class, () -> ModelCatalog.load(repository, "b", 1, LOADER));
    assertTrue(String.valueOf(e.getMessage()).contains("one of [a]"), e.toString());
    Path gone = repository.resolve("none");
    assertThrows(RepositoryException.class, () -> ModelCatalog.load(gone, "", 1, LOADER));
  }

  @Test
  void find_default_whenNoNameIsGiven() throws Exception {
    TinyModel.write(repository, "a", 1, Orientation.USER);
    TinyModel.write(repository, "b", 2, Orientation.ITEM);
    try (ModelCatalog catalog = ModelCatalog.load(repository, "b", 1, LOADER)) {
      assertEquals("b", catalog.find("", 0).orElseThrow().name());
      assertEquals(1, catalog.find("a", 1).orElseThrow().version());
      assertTrue(catalog.find("", 1).isEmpty());
      assertTrue(catalog.find("c", 0).isEmpty());
    }
  }

  @Test
  void load_keepsTheDefault_whenItWasTakenAway() throws Exception {
    TinyModel.write(repository, "a", 1, Orientation.USER);
    TinyModel.write(repository, "b", 1, Orientation.USER);
    Path policy = Files.writeString(repository.resolve("a/serving.json"), "{\"unloaded\": true}");
    for (String wanted : List.of("", "a")) {
      try (ModelCatalog catalog = ModelCatalog.load(repository, wanted, 1, LOADER)) {
        assertTrue(catalog.find("", 0).isEmpty());
        assertTrue(catalog.find("b", 0).isPresent());
      }
    }
    Files.writeString(repository.resolve("b/serving.json"), "{\"unloaded\": true}");
    try (ModelCatalog catalog = ModelCatalog.load(repository, "", 1, LOADER)) {
      assertEquals(List.of(), catalog.all());
      Files.delete(policy);
      catalog.refresh();
      catalog.refresh();
      assertEquals("a", catalog.find("", 0).orElseThrow().name());
    }
  }

  private ModelCatalog catalog(int versionsEach) throws Exception {
    return ModelCatalog.load(repository, "", versionsEach, LOADER);
  }

  private static List<Long> versions(ModelCatalog catalog) {
    return catalog.all().stream().map(LoadedModel::version).toList();
  }

  @Test
  void refresh_servesTheNewest_whenAVersionComes() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    try (ModelCatalog catalog = catalog(1)) {
      TinyModel.write(repository, "tiny", 3, Orientation.USER);
      TinyModel.write(repository, "other", 7, Orientation.ITEM);
      catalog.refresh();
      assertEquals(List.of(7L, 3L), versions(catalog));
      assertEquals("tiny", catalog.find("", 0).orElseThrow().name());
      TinyModel.write(repository, "tiny", 2, Orientation.USER);
      catalog.refresh();
      assertEquals(List.of(7L, 3L), versions(catalog));
    }
  }

  @Test
  void refresh_keepsSeveral_whenAskedTo() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    try (ModelCatalog catalog = catalog(2)) {
      TinyModel.write(repository, "tiny", 2, Orientation.USER);
      catalog.refresh();
      assertEquals(List.of(1L, 2L), versions(catalog));
      TinyModel.write(repository, "tiny", 3, Orientation.USER);
      catalog.refresh();
      assertEquals(List.of(2L, 3L), versions(catalog));
      assertTrue(catalog.isDefault(catalog.find("tiny", 3).orElseThrow()));
      assertFalse(catalog.isDefault(catalog.find("tiny", 2).orElseThrow()));
    }
  }

  @Test
  void refresh_keepsWhatIsServed_whenANewVersionIsBad_untilItIsMended() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    try (ModelCatalog catalog = catalog(1)) {
      Path half = TinyModel.write(repository, "tiny", 2, Orientation.USER);
      Path ratings = half.resolve(ModelFormat.RATINGS_FILE);
      byte[] whole = Files.readAllBytes(ratings);
      Files.write(ratings, Arrays.copyOf(whole, whole.length / 2));
      catalog.refresh();
      assertEquals(List.of(1L), versions(catalog));
      assertEquals(1, catalog.bad().size());
      assertEquals(2, catalog.bad().get(0).version());
      assertTrue(catalog.bad().get(0).why().startsWith("ratings.pb: SHA-256"), "" + catalog.bad());
      Files.write(ratings, whole);
      catalog.refresh();
      assertEquals(List.of(2L), versions(catalog));
      assertEquals(List.of(), catalog.bad());
    }
  }

  @Test
  void refresh_forgetsABadVersion_whenItsFolderHasGone() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    Path empty = Files.createDirectories(repository.resolve("tiny/2"));
    try (ModelCatalog catalog = catalog(1)) {
      assertEquals(List.of(new BadVersion("tiny", 2, "model.onnx: missing")), catalog.bad());
      Files.delete(empty);
      catalog.refresh();
      assertEquals(List.of(), catalog.bad());
    }
  }

  @Test
  void refresh_changesNothing_whenTheServedFolderHasGone() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    Path served = TinyModel.write(repository, "tiny", 2, Orientation.USER);
    try (ModelCatalog catalog = catalog(1)) {
      Files.move(served, repository.resolve("tiny/.hidden"));
      catalog.refresh();
      assertEquals(List.of(2L), versions(catalog));
      Files.move(repository.resolve("tiny"), repository.resolve(".gone"));
      catalog.refresh();
      assertEquals(List.of(2L), versions(catalog));
    }
  }

  @Test
  void load_leavesOutWhatCannotBeRead_andServesTheOthers() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    Path locked = Files.createDirectories(repository.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("-wx------"));
    try (ModelCatalog catalog = catalog(1)) {
      assertEquals(List.of(1L), versions(catalog));
      assumeFalse(Files.isReadable(locked), "root reads everything");
      assertEquals(List.of(new BadVersion("locked", 0, "folder: cannot be read")), catalog.bad());
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
      catalog.refresh();
      assertEquals(List.of(), catalog.bad());
    }
  }

  @Test
  void load_ignoresWhatTheFileSystemKeepsForItself() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    Files.createDirectories(repository.resolve("lost+found/1"));
    try (ModelCatalog catalog = catalog(1)) {
      assertEquals(List.of(), catalog.bad());
    }
  }

  @Test
  void refresh_saysSo_whenTheFileLeavesNothing() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    TinyModel.write(repository, "other", 1, Orientation.USER);
    Path policy = Files.writeString(repository.resolve("tiny/serving.json"), "{\"versions\": [9]}");
    List<BadVersion> bad =
        List.of(
            new BadVersion("tiny", 0, "serving.json: leaves none of the versions that there are"));
    try (ModelCatalog catalog = catalog(1)) {
      assertEquals(bad, catalog.bad());
      Files.writeString(policy, "{}");
      catalog.refresh();
      assertEquals(List.of(), catalog.bad());
      Files.writeString(policy, "{\"withdrawn\": [1]}");
      catalog.refresh();
      assertEquals(bad, catalog.bad());
      assertTrue(catalog.find("tiny", 1).isPresent());
    }
  }

  @Test
  void refresh_holdsToWhatTheFileSaid_untilItIsGoneTwice() throws Exception {
    TinyModel.write(repository, "tiny", 1, Orientation.USER);
    TinyModel.write(repository, "tiny", 2, Orientation.USER);
    Path policy =
        Files.writeString(repository.resolve("tiny/serving.json"), "{\"withdrawn\": [2]}");
    Path backup = repository.resolve("tiny/serving.json~");
    try (ModelCatalog catalog = catalog(1)) {
      for (int edit = 0; edit < 2; edit++) {
        Files.move(policy, backup);
        catalog.refresh();
        assertEquals(List.of(1L), versions(catalog));
        Files.move(backup, policy);
        catalog.refresh();
        assertEquals(List.of(1L), versions(catalog));
      }
      Files.delete(policy);
      catalog.refresh();
      catalog.refresh();
      assertEquals(List.of(2L), versions(catalog));
    }
  }
}

package io.autorec.server.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OverwrittenVersionTest {
  @TempDir Path repository;
  @TempDir Path elsewhere;

  private final Logger logger = (Logger) LoggerFactory.getLogger(LoadAttempts.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Path version = Path.of("");

  @BeforeEach
  void publish() throws Exception {
    version = TinyModel.write(repository, "tiny", 1, Orientation.USER);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  private ModelCatalog catalog() throws Exception {
    SessionOptions options =
        new SessionOptions(DeviceChoice.CPU, 1, RunThreads.always(1), 4, false);
    return ModelCatalog.load(repository, "", 1, new ModelLoader(options, 16));
  }

  private static boolean overwritten(ModelCatalog catalog) {
    return catalog.find("tiny", 1).orElseThrow().overwritten();
  }

  private List<String> warnings() {
    return lines.list.stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** Has the folder hold copies of the files of another, which are younger. */
  private void overwriteBy(Path other) throws Exception {
    try (Stream<Path> old = Files.list(version)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(other)) {
      for (Path file : files.toList()) {
        Path copy = Files.copy(file, version.resolve(file.getFileName()));
        Files.setLastModifiedTime(copy, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
  }

  private static void lookTwice(ModelCatalog catalog) throws Exception {
    catalog.refresh();
    catalog.refresh();
  }

  @Test
  void version_isMarkedAndServesOn_whenOtherFilesAreInItsPlace_untilItsOwnAreBack()
      throws Exception {
    Path original = Files.createDirectories(elsewhere.resolve("original"));
    try (Stream<Path> files = Files.list(version)) {
      for (Path file : files.toList()) {
        Files.copy(file, original.resolve(file.getFileName()));
      }
    }
    try (ModelCatalog catalog = catalog()) {
      LoadedModel served = catalog.find("tiny", 1).orElseThrow();
      overwriteBy(TinyModel.write(elsewhere, "other", 1, Orientation.ITEM));
      lookTwice(catalog);
      lookTwice(catalog);
      assertTrue(overwritten(catalog));
      assertEquals(served, catalog.find("tiny", 1).orElseThrow());
      assertEquals(1, warnings().size(), "" + warnings());
      assertTrue(
          warnings().get(0).startsWith("tiny version 1 on disk differs from the loaded one"));

      overwriteBy(original);
      lookTwice(catalog);
      assertFalse(overwritten(catalog));
      assertEquals(1, warnings().size(), "" + warnings());
    }
  }

  @Test
  void version_isMarked_whenOneOfItsOtherFilesChanges() throws Exception {
    try (ModelCatalog catalog = catalog()) {
      Files.writeString(version.resolve(ModelFormat.RATINGS_FILE), "other");
      lookTwice(catalog);
      assertTrue(overwritten(catalog));
    }
  }

  @Test
  void version_isNotMarked_whenTheSameBytesAreWrittenAnew() throws Exception {
    try (ModelCatalog catalog = catalog()) {
      overwriteBy(TinyModel.write(elsewhere, "tiny", 1, Orientation.USER));
      Files.writeString(version.resolve("notes.txt"), "of no concern");
      lookTwice(catalog);
      assertFalse(overwritten(catalog));
      assertEquals(List.of(), warnings());
    }
  }

  @Test
  void version_isNotMarked_whileItsFilesAreBeingWritten() throws Exception {
    try (ModelCatalog catalog = catalog()) {
      Path model = version.resolve(ModelFormat.MODEL_FILE);
      byte[] whole = Files.readAllBytes(model);
      for (int length = 0; length < 5; length++) {
        Files.write(model, new byte[length]);
        catalog.refresh();
      }
      Files.write(model, whole);
      lookTwice(catalog);
      assertFalse(overwritten(catalog));
      assertEquals(List.of(), warnings());
    }
  }

  @Test
  void version_isNotMarked_whenItsFolderHasGone_alsoOneThatWasOverwritten() throws Exception {
    try (ModelCatalog catalog = catalog()) {
      Files.move(version, elsewhere.resolve("1"));
      lookTwice(catalog);
      assertFalse(overwritten(catalog));
      Files.createDirectories(version);
      lookTwice(catalog);
      assertTrue(overwritten(catalog), "an empty folder");
      Files.delete(version);
      catalog.refresh();
      assertFalse(overwritten(catalog));
      Files.move(elsewhere.resolve("1"), version);
      lookTwice(catalog);
      assertFalse(overwritten(catalog));
      assertEquals(1, warnings().size(), "" + warnings());
    }
  }
}

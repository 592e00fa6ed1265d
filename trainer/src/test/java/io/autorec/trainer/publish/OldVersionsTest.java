package io.autorec.trainer.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldVersionsTest {
  private final List<String> said = new ArrayList<>();

  @TempDir Path repository;
  private Path model;

  @BeforeEach
  void publishTen() throws IOException {
    model = repository.resolve("films");
    for (int version = 1; version <= 9; version++) {
      publish(version);
    }
  }

  private void publish(int version) throws IOException {
    Files.createDirectories(model.resolve("" + version));
    Files.writeString(model.resolve(version + "/model.onnx"), "graph");
  }

  private String left() throws IOException {
    try (Stream<Path> entries = Files.list(model)) {
      TreeSet<String> names = new TreeSet<>();
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
      return String.join(" ", names);
    }
  }

  /** A run that publishes a version and keeps so many. */
  private void remove(int published, int keep) throws IOException {
    OldVersions old = OldVersions.of(model, keep);
    publish(published);
    old.remove(said::add);
  }

  @Test
  void remove_keepsTheNewest() throws Exception {
    Files.writeString(model.resolve("config.pbtxt"), "");
    remove(10, 2);
    assertEquals("10 9 config.pbtxt", left());
    assertEquals(List.of("removed older versions of films: 1, 2, 3, 4, 5, 6, 7, 8"), said);
    OldVersions.of(model, 2).remove(said::add);
    assertEquals(1, said.size());
  }

  @Test
  void remove_keepsThePublishedVersion_whenItIsNotTheNewest() throws Exception {
    StagingLock.delete(model.resolve("3"));
    remove(3, 1);
    assertEquals("3 9", left());
  }

  @Test
  void remove_keepsWhatOthersPublishedMeanwhile() throws Exception {
    StagingLock.delete(model.resolve("3"));
    OldVersions old = OldVersions.of(model, 1);
    for (int version : new int[] {3, 10, 11, 12}) {
      publish(version);
    }
    old.remove(said::add);
    assertEquals("10 11 12 3", left());
  }

  @Test
  void remove_countsNoWithdrawnVersion() throws Exception {
    Files.writeString(model.resolve("serving.json"), "{\"withdrawn\": [8, 9, 2]}");
    remove(10, 2);
    assertEquals("10 7 8 9 serving.json", left());
  }

  @Test
  void remove_keepsWhatServingJsonNames() throws Exception {
    Files.writeString(
        model.resolve("serving.json"),
        "{\"versions\": [1], \"also\": [3], \"withdrawn\": [10, 2], \"labels\": {\"canary\": 5}}");
    remove(10, 1);
    assertEquals("1 10 3 5 9 serving.json", left());
  }

  @Test
  void remove_keepsAsManyAsServingJsonServes() throws Exception {
    Files.writeString(model.resolve("serving.json"), "{\"latest\": 3}");
    remove(10, 1);
    assertEquals("10 8 9 serving.json", left());
  }

  @Test
  void remove_keepsAll_whenServingJsonIsWrong() throws Exception {
    Files.writeString(model.resolve("serving.json"), "{\"labels\": 5}");
    remove(10, 1);
    assertEquals("1 10 2 3 4 5 6 7 8 9 serving.json", left());
    assertEquals(1, said.size());
    assertTrue(said.get(0).startsWith("removed no older version: serving.json: "), said.get(0));
  }

  @Test
  void remove_leavesLinksAndFoldersOfOthers() throws Exception {
    Path elsewhere = Files.createDirectories(repository.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("model.onnx"), "graph");
    Files.createSymbolicLink(model.resolve("11"), elsewhere);
    Files.createDirectories(model.resolve("7/notes"));
    remove(10, 2);
    assertTrue(Files.exists(elsewhere.resolve("model.onnx")));
    assertEquals("10 11 7 9", left());
    assertTrue(Files.exists(model.resolve("7/model.onnx")));
    assertTrue(said.get(0).endsWith("7 has a folder in it (expected: files alone)"), said.get(0));
  }

  @Test
  void remove_leavesAFolderThatIsNoVersion() throws Exception {
    Files.delete(model.resolve("6/model.onnx"));
    Files.writeString(model.resolve("6/notes.txt"), "of somebody");
    remove(10, 2);
    assertEquals("10 6 9", left());
    assertTrue(Files.exists(model.resolve("6/notes.txt")));
    assertTrue(said.get(0).endsWith("6 has no model.onnx (expected: a version)"), said.get(0));
  }
}

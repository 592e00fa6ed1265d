package io.autorec.trainer.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import io.autorec.trainer.ratings.TitlesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleGeneratorTest {
  @TempDir Path folder;
  private Path ratings = Path.of("");
  private Path titles = Path.of("");

  @BeforeEach
  void namePlaces() {
    ratings = folder.resolve("ratings.csv");
    titles = folder.resolve("titles.csv");
  }

  @Test
  void write_makesTheSameBytes_onEveryMachine() {
    SampleGenerator.write(ratings, titles);
    RatingsFile file = RatingsReader.read(ratings, ReadOptions.defaults());
    // Changes only when the sample is changed on purpose.
    assertEquals("3baa337c4a799ba5648f6895c10304808ef23885e4de75555277752beb7042d6", file.sha256());
  }

  @Test
  void ratings_differ_whenTheSeedDoes() {
    String one = new SampleGenerator(1).ratings();
    assertEquals(one, new SampleGenerator(1).ratings());
    assertNotEquals(one, new SampleGenerator(2).ratings());
  }

  @Test
  void write_makesTitledHalfStarRatings() {
    SampleGenerator.write(ratings, titles);
    RatingsFile file = RatingsReader.read(ratings, ReadOptions.defaults());
    Map<String, String> titleOf = TitlesReader.read(titles, ReadOptions.defaults());
    RatingTable table = file.table();
    assertEquals(99_899, table.size());
    assertEquals(0, file.repeatedPairs());
    assertEquals(600, table.users().size());
    assertEquals(1_696, table.items().size());
    assertEquals(1_700, titleOf.size());
    assertEquals(1_700, new HashSet<>(titleOf.values()).size());
    assertTrue(titleOf.keySet().containsAll(table.items().ids()));
    for (int i = 0; i < table.size(); i++) {
      float rating = table.rating(i);
      assertTrue(rating >= 1 && rating <= 5 && 2 * rating == Math.rint(2 * rating), "" + rating);
    }
  }

  @Test
  void write_hasALongTail_ofItems() {
    SampleGenerator.write(ratings, titles);
    RatingTable table = RatingsReader.read(ratings, ReadOptions.defaults()).table();
    int[] perItem = new int[table.items().size()];
    for (int i = 0; i < table.size(); i++) {
      perItem[table.item(i)]++;
    }
    Arrays.sort(perItem);
    int head = Arrays.stream(perItem).skip(perItem.length * 4 / 5).sum();
    double share = head / (double) table.size();
    assertTrue(share > 0.5 && share < 0.8, "the most rated fifth has " + share);
  }

  @Test
  void write_leavesOnlyTheTwoFiles_whenRepeated() throws IOException {
    SampleGenerator.write(ratings, titles);
    SampleGenerator.write(ratings, titles);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(ratings, titles), files.sorted().toList());
    }
  }

  @Test
  void write_leavesEverythingAsItWas_whenItWouldReplaceAnother() throws IOException {
    Files.writeString(titles, "mine");
    assertMessage(titles + ": exists already (expected: a new file)");
    assertEquals("mine", Files.readString(titles));
    assertTrue(Files.notExists(ratings));
  }

  @Test
  void write_refuses_whenTheFolderIsMissingOrNotWritable() throws IOException {
    Path inner = folder.resolve("inner");
    ratings = inner.resolve("ratings.csv");
    titles = inner.resolve("titles.csv");
    assertMessage(titles + ": no folder " + inner + " to write it in");
    Files.createDirectory(inner);
    assertTrue(inner.toFile().setWritable(false));
    assumeFalse(Files.isWritable(inner), "skipped: this user can write everywhere");
    assertMessage(titles + ": folder " + inner + " is not writable");
  }

  @Test
  void write_refuses_whenAFolderHasTheName() throws IOException {
    Files.createDirectory(ratings);
    assertMessage(ratings + ": a folder (expected: a file to write)");
    assertTrue(Files.notExists(titles));
  }

  private void assertMessage(String message) {
    InputException e =
        assertThrows(InputException.class, () -> SampleGenerator.write(ratings, titles));
    assertEquals(message, e.getMessage());
  }
}

package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the MovieLens files in ../shared/data, or where AUTOREC_DATA points, if they are there. */
class RealDataTest {
  @ParameterizedTest
  @CsvSource({
    "ml-latest-small/ratings.csv, 100836, 610, 9724, 0.5, 5",
    "ml-100k/u.data, 100000, 943, 1682, 1, 5",
    "ml-1m/ratings.csv.gz, 1000209, 6040, 3706, 1, 5",
  })
  void read_countsWhatTheReadmeSays(
      String name, int ratings, int users, int items, float lowest, float highest) {
    RatingsFile file = RatingsReader.read(data(name), ReadOptions.defaults());
    assertEquals(ratings, file.table().size());
    assertEquals(users, file.table().users().size());
    assertEquals(items, file.table().items().size());
    assertEquals(0, file.repeatedPairs());
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < file.table().size(); i++) {
      least = Math.min(least, file.table().rating(i));
      most = Math.max(most, file.table().rating(i));
    }
    assertEquals(lowest, least);
    assertEquals(highest, most);
  }

  @ParameterizedTest
  @CsvSource({
    "ml-latest-small/movies.csv, ml-latest-small/ratings.csv",
    "ml-100k/u.item, ml-100k/u.data",
    "ml-1m/movies.dat, ml-1m/ratings.csv.gz",
  })
  void readTitles_titlesEveryItem(String titlesName, String ratingsName) {
    Map<String, String> titles = TitlesReader.read(data(titlesName), ReadOptions.defaults());
    RatingTable table =
        RatingsReader.read(data(ratingsName), ReadOptions.defaults())
            .table()
            .withItemTitles(titles);
    assertEquals("Toy Story (1995)", table.items().title(0));
    assertEquals(0, table.items().ids().stream().filter(id -> !titles.containsKey(id)).count());
  }

  @Test
  void readTitles_decodesAccents_inBothEncodings() {
    assertEquals(
        "Misérables, Les (1995)",
        TitlesReader.read(data("ml-latest-small/movies.csv"), ReadOptions.defaults()).get("73"));
    assertEquals(
        "Misérables, Les (1995)",
        TitlesReader.read(data("ml-1m/movies.dat"), ReadOptions.defaults()).get("73"));
  }

  private static Path data(String name) {
    String folder = System.getenv().getOrDefault("AUTOREC_DATA", "../../shared/data");
    Path file = Path.of(folder, name);
    assumeTrue(Files.exists(file), "skipped: no " + file.toAbsolutePath().normalize());
    return file;
  }
}

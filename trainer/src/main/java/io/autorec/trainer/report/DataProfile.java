package io.autorec.trainer.report;

import io.autorec.model.IdVocabulary;
import io.autorec.trainer.ratings.RatingTable;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.ReadingSummary;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the ratings of a run look like.
 *
 * @param counts how often each rating occurs, by rating
 * @param mostRated the items with the most ratings, most first
 * @param times the first and the last day, for people; empty if the times are not known
 */
public record DataProfile(
    NavigableMap<Float, Integer> counts, List<MostRated> mostRated, String times) {
  private static final int SHOWN = 5;
  private static final double LAST_MOMENT = 253_402_300_799.0;

  public DataProfile {
    counts = Collections.unmodifiableNavigableMap(new TreeMap<>(counts));
    mostRated = List.copyOf(mostRated);
  }

  /**
   * An item and its number of ratings.
   *
   * @param item its title, or its id where there is none
   */
  public record MostRated(String item, int ratings) {}

  /** The profile of a file. */
  public static DataProfile of(RatingsFile file) {
    RatingTable table = file.table();
    int[] ofItems = new int[table.items().size()];
    for (int i = 0; i < table.size(); i++) {
      ofItems[table.item(i)]++;
    }
    List<MostRated> most =
        IntStream.range(0, ofItems.length)
            .boxed()
            .sorted(Comparator.comparing((Integer item) -> -ofItems[item]))
            .limit(SHOWN)
            .map(item -> new MostRated(name(table.items(), item), ofItems[item]))
            .toList();
    return new DataProfile(table.counts(), most, times(file.summary()));
  }

  /** The title of an item, or its id where there is none. */
  static String name(IdVocabulary items, int item) {
    return items.title(item).isEmpty() ? items.id(item) : items.title(item);
  }

  private static String times(ReadingSummary summary) {
    if (summary.times() == 0 || summary.earliest() < 0 || summary.latest() > LAST_MOMENT) {
      return "";
    }
    return day(summary.earliest()) + " to " + day(summary.latest());
  }

  private static LocalDate day(double seconds) {
    return LocalDate.ofInstant(Instant.ofEpochSecond((long) seconds), ZoneOffset.UTC);
  }
}

package io.autorec.server.page;

import io.autorec.model.IdVocabulary;
import io.autorec.server.repository.version.LoadedModel;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** Finds items of a model by words of their titles, the most rated ones first. */
final class ItemSearch {
  private ItemSearch() {}

  /**
   * Finds items whose title, or else id, contains all words in any case.
   *
   * @param words separated by white space; none: all items match
   * @return positions
   */
  static List<Integer> find(LoadedModel model, String words, int most) {
    IdVocabulary items = model.metadata().items();
    float[] popularity = model.popularity();
    List<String> wanted =
        Stream.of(words.split("\\s+")).filter(word -> !word.isEmpty()).distinct().toList();
    Comparator<Integer> better =
        Comparator.<Integer>comparingDouble(item -> -popularity[item])
            .thenComparing(Comparator.naturalOrder());
    PriorityQueue<Integer> best = new PriorityQueue<>(better.reversed());
    for (int item = 0; item < items.size(); item++) {
      if (matches(items, item, wanted)) {
        best.add(item);
        if (best.size() > most) {
          best.remove();
        }
      }
    }
    return best.stream().sorted(better).toList();
  }

  private static boolean matches(IdVocabulary items, int item, List<String> wanted) {
    String title = items.title(item);
    String text = title.isEmpty() ? items.id(item) : title;
    return wanted.stream()
        .allMatch(word -> contains(text, word) || items.id(item).equalsIgnoreCase(word));
  }

  /** Like {@link String#contains} in any case, without a copy of the text. */
  private static boolean contains(String text, String word) {
    for (int at = 0; at <= text.length() - word.length(); at++) {
      if (text.regionMatches(true, at, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }
}

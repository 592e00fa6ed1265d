package io.autorec.trainer.sample;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Invents titles that suit a genre and never repeat. Not thread-safe. */
final class TitleMaker {
  private static final List<String> PLACES =
      List.of(
          """
          Lisbon, Trondheim, Odessa, Valparaíso, Tartu, Ghent, Zanzibar, Bergamo, Nagasaki, \
          Halifax, Riga, Antigua, Coimbra, Tbilisi, Maputo, Galway, Ljubljana, Cusco, \
          Reykjavík, Plovdiv, Montevideo, Aleppo, Bruges, Kazan, Old Harbour, Saltmarsh, \
          Thistle Hill, Ninepin Street, Larkwater, Mill Island, Ember Bay, Three Rivers, \
          Hollyhock Lane, Cape Sorrow, Fernley, Upper Moss"""
              .split(", "));

  private final Random random;
  private final Set<String> used = new HashSet<>();

  TitleMaker(Random random) {
    this.random = random;
  }

  /** A new title, with a year in brackets as film lists have it. */
  String next(Genre genre) {
    String title = draft(genre);
    while (!used.add(title)) {
      title = draft(genre);
    }
    // Before the first rating; more recent years are likelier.
    int year = 1999 - (int) (75 * StrictMath.pow(random.nextDouble(), 1.3));
    return title + " (" + year + ")";
  }

  private String draft(Genre genre) {
    String person = one(genre.people);
    String thing = one(genre.things);
    String adjective = one(genre.adjectives);
    String place = one(PLACES);
    return switch (random.nextInt(5)) {
      case 0, 1 -> "The " + person + " of " + place;
      case 2 -> "The " + person + " and the " + adjective + " " + thing;
      case 3 -> "The " + adjective + " " + thing + " of " + place;
      default -> "The " + thing + " from " + place;
    };
  }

  private String one(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}

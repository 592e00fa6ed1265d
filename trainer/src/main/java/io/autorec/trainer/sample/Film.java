package io.autorec.trainer.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * An item of the sample.
 *
 * @param quality how far its ratings are above or below the average
 * @param popularity how likely it is to be seen, relative to others
 * @param moods how much it has of each mood, [{@link Genre#MOODS}]
 */
record Film(
    String title, List<Genre> genres, double quality, double popularity, List<Double> moods) {
  private static final double QUALITY_SPREAD = 0.36;
  private static final double OWN_MOOD_SPREAD = 0.45;
  private static final double POPULARITY_SPREAD = 1.15;

  Film {
    genres = List.copyOf(genres);
    moods = List.copyOf(moods);
  }

  /** Draws a film: one genre or two, moods around theirs, and better ones a bit more popular. */
  static Film draw(Random random, TitleMaker titles) {
    Genre[] all = Genre.values();
    List<Genre> genres = new ArrayList<>();
    genres.add(all[random.nextInt(all.length)]);
    Genre second = all[random.nextInt(all.length)];
    if (random.nextDouble() < 0.6 && !genres.contains(second)) {
      genres.add(second);
    }
    List<Double> moods = new ArrayList<>();
    for (int mood = 0; mood < Genre.MOODS; mood++) {
      double sum = 0;
      for (Genre genre : genres) {
        sum += genre.mood(mood);
      }
      moods.add(sum / genres.size() + OWN_MOOD_SPREAD * random.nextGaussian());
    }
    double quality = QUALITY_SPREAD * random.nextGaussian();
    double popularity = StrictMath.exp(POPULARITY_SPREAD * random.nextGaussian() + 0.8 * quality);
    return new Film(titles.next(genres.get(0)), genres, quality, popularity, moods);
  }

  /** The genres as film lists have them: {@code Comedy|Crime}. */
  String genreList() {
    return genres.stream().map(genre -> genre.label).collect(Collectors.joining("|"));
  }
}

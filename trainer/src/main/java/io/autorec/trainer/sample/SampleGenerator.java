package io.autorec.trainer.sample;

import io.autorec.trainer.files.NewFiles;
import io.autorec.trainer.input.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Makes the sample: about 100,000 ratings from 1 to 5 in half stars, of 1,700 films by 600 users.
 *
 * <p>A rating is an average, plus the user's leniency, the film's quality, the match of the user's
 * tastes with the film's moods, and noise. Few films are seen by many and many by few; people see
 * what they like a bit more often. So the means of users and films are informative, and the tastes
 * behind them more so: a model that learns the tastes beats one that knows only the means.
 *
 * <p>The same seed makes the same bytes on every machine: only {@link Random}, whose sequence is
 * specified, and {@link StrictMath} are used.
 */
public final class SampleGenerator {
  /** The seed of the sample in the documentation. */
  public static final long DEFAULT_SEED = 2015;

  private static final int USERS = 600;
  private static final int FILMS = 1_700;
  private static final int RATINGS = 102_500; // before the limits per user
  private static final int FEWEST_PER_USER = 20;
  private static final int MOST_PER_USER = FILMS / 2;
  private static final double AVERAGE = 3.25;
  private static final double NOISE_SPREAD = 0.82;
  private static final double SELECTION = 0.7;
  private static final long FIRST_SECOND = 946_684_800; // 2000-01-01
  private static final int SECONDS = 20 * 365 * 24 * 3600;

  private final Random random;
  private final List<Film> films = new ArrayList<>();
  private final List<Viewer> viewers = new ArrayList<>();

  /**
   * @param seed of everything that is drawn
   */
  public SampleGenerator(long seed) {
    this.random = new Random(seed);
    TitleMaker titles = new TitleMaker(random);
    for (int film = 0; film < FILMS; film++) {
      films.add(Film.draw(random, titles));
    }
    for (int viewer = 0; viewer < USERS; viewer++) {
      viewers.add(Viewer.draw(random));
    }
  }

  /**
   * Writes the sample of {@link #DEFAULT_SEED}: both files, or neither.
   *
   * @param ratingsFile gets userId, movieId, rating and timestamp
   * @param titlesFile gets movieId, title and genres
   * @throws InputException if they cannot be written, or would replace something else
   */
  public static void write(Path ratingsFile, Path titlesFile) {
    SampleGenerator generator = new SampleGenerator(DEFAULT_SEED);
    NewFiles.write(
        List.of(
            new NewFiles.Content(titlesFile, generator.titles()),
            new NewFiles.Content(ratingsFile, generator.ratings())));
  }

  /** The titles, as CSV. */
  String titles() {
    StringBuilder csv = new StringBuilder("movieId,title,genres\n");
    for (int film = 0; film < FILMS; film++) {
      csv.append(film + 1).append(',').append(films.get(film).title());
      csv.append(',').append(films.get(film).genreList()).append('\n');
    }
    return csv.toString();
  }

  /** The ratings, as CSV, by user and item. Call it once, since it draws random numbers. */
  String ratings() {
    StringBuilder csv = new StringBuilder("userId,movieId,rating,timestamp\n");
    double activity = viewers.stream().mapToDouble(Viewer::activity).sum();
    for (int user = 0; user < USERS; user++) {
      Viewer viewer = viewers.get(user);
      double share = RATINGS * viewer.activity() / activity;
      int count = (int) Math.min(MOST_PER_USER, Math.max(FEWEST_PER_USER, share));
      long since = FIRST_SECOND + random.nextInt(SECONDS);
      for (int film : seen(viewer, count)) {
        double opinion =
            AVERAGE + viewer.liking(films.get(film)) + NOISE_SPREAD * random.nextGaussian();
        double stars = Math.min(10, Math.max(2, StrictMath.rint(2 * opinion))) / 2;
        csv.append(user + 1).append(',').append(film + 1).append(',').append(stars);
        csv.append(',').append(since + random.nextInt(SECONDS / 10)).append('\n');
      }
    }
    return csv.toString();
  }

  /** The films a viewer has seen: drawn without replacement by popularity and liking, sorted. */
  private List<Integer> seen(Viewer viewer, int count) {
    double[] wait = new double[FILMS];
    List<Integer> all = new ArrayList<>();
    for (int film = 0; film < FILMS; film++) {
      Film candidate = films.get(film);
      double weight = candidate.popularity() * StrictMath.exp(SELECTION * viewer.liking(candidate));
      wait[film] = -StrictMath.log(1 - random.nextDouble()) / weight;
      all.add(film);
    }
    all.sort(Comparator.comparingDouble(film -> wait[film]));
    return all.subList(0, count).stream().sorted().toList();
  }
}

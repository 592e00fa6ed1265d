package io.autorec.trainer.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A user of the sample.
 *
 * @param leniency how far the user's ratings are above or below the average
 * @param activity how many films the user rates, relative to others
 * @param tastes how much the user likes each mood, [{@link Genre#MOODS}]
 */
record Viewer(double leniency, double activity, List<Double> tastes) {
  private static final double LENIENCY_SPREAD = 0.32;
  private static final double ACTIVITY_SPREAD = 0.85;
  private static final double TASTE_SPREAD = 0.43;

  Viewer {
    tastes = List.copyOf(tastes);
  }

  static Viewer draw(Random random) {
    double leniency = LENIENCY_SPREAD * random.nextGaussian();
    double activity = StrictMath.exp(ACTIVITY_SPREAD * random.nextGaussian());
    List<Double> tastes = new ArrayList<>();
    for (int mood = 0; mood < Genre.MOODS; mood++) {
      tastes.add(TASTE_SPREAD * random.nextGaussian());
    }
    return new Viewer(leniency, activity, tastes);
  }

  /** The viewer's liking of the film above the average, before noise. */
  double liking(Film film) {
    double match = 0;
    for (int mood = 0; mood < Genre.MOODS; mood++) {
      match += tastes.get(mood) * film.moods().get(mood);
    }
    return leniency + film.quality() + match;
  }
}

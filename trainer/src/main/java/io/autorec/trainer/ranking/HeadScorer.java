package io.autorec.trainer.ranking;

import io.autorec.model.UserRatings;
import io.autorec.ranking.RankingHead;
import java.util.stream.IntStream;

/**
 * Scores users with a ranking head, from the ratings they had in training. Users are shared out
 * among the cores; that changes no bit of the scores.
 *
 * @param training the training ratings
 */
public record HeadScorer(RankingHead head, UserRatings training) implements UserScorer {
  @Override
  public float[] score(int[] users) {
    float[] all = new float[Math.multiplyExact(users.length, head.items())];
    IntStream.range(0, users.length)
        .parallel()
        .forEach(
            i -> {
              float[] scores = head.scores(training.items(users[i]), training.ratings(users[i]));
              System.arraycopy(scores, 0, all, i * scores.length, scores.length);
            });
    return all;
  }
}

package io.autorec.trainer.ranking;

import io.autorec.model.UserRatings;
import io.autorec.ranking.RankingHead;

/**
 * Scores users with a ranking head, from the ratings they had in training.
 *
 * @param training the training ratings
 */
public record HeadScorer(RankingHead head, UserRatings training) implements UserScorer {
  @Override
  public float[] score(int[] users) {
    float[] all = new float[Math.multiplyExact(users.length, head.items())];
    for (int i = 0; i < users.length; i++) {
      float[] scores = head.scores(training.items(users[i]), training.ratings(users[i]));
      System.arraycopy(scores, 0, all, i * scores.length, scores.length);
    }
    return all;
  }
}

package io.autorec.trainer.ranking;

import io.autorec.model.UserRatings;
import io.autorec.ranking.RankingHead;
import java.util.stream.IntStream;

/**
 * Scores users with a ranking head, from what they chose, with a rating or without. Users are
 * shared out among the cores; that changes no bit of the scores.
 *
 * @param choices the training ratings, and the choices without a rating
 */
public record HeadScorer(RankingHead head, UserRatings choices) implements UserScorer {
  @Override
  public float[] score(int[] users) {
    float[] all = new float[Math.multiplyExact(users.length, head.items())];
    IntStream.range(0, users.length)
        .parallel()
        .forEach(
            i -> {
              float[] scores = head.scores(choices.items(users[i]), choices.ratings(users[i]));
              System.arraycopy(scores, 0, all, i * scores.length, scores.length);
            });
    return all;
  }
}

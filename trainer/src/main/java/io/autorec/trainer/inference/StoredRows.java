package io.autorec.trainer.inference;

import io.autorec.model.RowEncoding;
import io.autorec.model.UserRatings;
import io.autorec.trainer.ranking.UserScorer;
import java.nio.FloatBuffer;

/**
 * Scores users of a user-based model from their training ratings. A user without ratings is an
 * empty row, for which the graph returns what it has learned about all users.
 *
 * <p>The input buffer is reused from one batch to the next, and cleaned by removing the ratings
 * that were entered. For one thread at a time.
 */
final class StoredRows implements UserScorer {
  private final OnnxModel model;
  private final UserRatings training;
  private final int width;
  private FloatBuffer rows = FloatBuffer.allocate(0);

  StoredRows(OnnxModel model, UserRatings training) {
    this.model = model;
    this.training = training;
    this.width = model.metadata().width();
  }

  @Override
  public float[] score(int[] users) {
    if (rows.capacity() < users.length * width) {
      rows = OnnxModel.floats(users.length * width);
      RowEncoding.clear(rows);
    }
    for (int row = 0; row < users.length; row++) {
      for (int i = training.start(users[row]); i < training.start(users[row] + 1); i++) {
        RowEncoding.observe(rows, row, width, training.item(i), training.rating(i));
      }
    }
    float[] scores = model.scores(rows.slice(0, users.length * width), users.length);
    for (int row = 0; row < users.length; row++) {
      for (int i = training.start(users[row]); i < training.start(users[row] + 1); i++) {
        RowEncoding.forget(rows, row, width, training.item(i));
      }
    }
    return scores;
  }
}

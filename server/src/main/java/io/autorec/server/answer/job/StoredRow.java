package io.autorec.server.answer.job;

import io.autorec.model.RowEncoding;
import io.autorec.model.UserRatings;
import io.autorec.server.request.Given;
import io.autorec.server.request.InputRow;
import java.nio.FloatBuffer;
import java.util.List;

/** The training ratings of a known user. */
public record StoredRow(UserRatings ratings, int user) implements InputRow {
  @Override
  public void encode(FloatBuffer rows, int row, int width) {
    for (int i = ratings.start(user); i < ratings.start(user + 1); i++) {
      RowEncoding.observe(rows, row, width, ratings.item(i), ratings.rating(i));
    }
  }

  @Override
  public void forget(FloatBuffer rows, int row, int width) {
    for (int i = ratings.start(user); i < ratings.start(user + 1); i++) {
      RowEncoding.forget(rows, row, width, ratings.item(i));
    }
  }

  @Override
  public Given given() {
    int start = ratings.start(user);
    int[] items = new int[ratings.start(user + 1) - start];
    float[] values = new float[items.length];
    for (int i = 0; i < items.length; i++) {
      items[i] = ratings.item(start + i);
      values[i] = ratings.rating(start + i);
    }
    return new Given(items, values);
  }

  @Override
  public List<String> unknownIds() {
    return List.of();
  }
}

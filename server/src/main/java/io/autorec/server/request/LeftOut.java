package io.autorec.server.request;

import io.autorec.model.RowEncoding;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ratings with one of them left out.
 *
 * @param all the ratings
 * @param left index of the one; any other number leaves none out
 */
public record LeftOut(Given all, int left) implements Row {
  @Override
  public void encode(FloatBuffer rows, int row, int width) {
    for (int i = 0; i < all.positions().length; i++) {
      if (i != left) {
        RowEncoding.observe(rows, row, width, all.positions()[i], all.ratings()[i]);
      }
    }
  }

  @Override
  public void forget(FloatBuffer rows, int row, int width) {
    for (int position : all.positions()) {
      RowEncoding.forget(rows, row, width, position);
    }
  }

  @Override
  public Given given() {
    int[] kept = IntStream.range(0, all.positions().length).filter(i -> i != left).toArray();
    float[] ratings = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      ratings[i] = all.ratings()[kept[i]];
    }
    return new Given(IntStream.of(kept).map(i -> all.positions()[i]).toArray(), ratings);
  }

  @Override
  public List<String> unknownIds() {
    return List.of();
  }
}

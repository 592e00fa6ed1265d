package io.autorec.trainer.evaluation;

import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.trainer.matrix.Shuffle;
import io.autorec.trainer.ratings.RatingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;

/**
 * A user or an item that a model was not trained with: some ratings that the model gets, and some
 * to predict.
 *
 * @param given the ratings that the model gets
 * @param hidden the ratings to predict, at least one
 */
public record Newcomer(Ratings given, Ratings hidden) {
  private static final double HIDDEN_SHARE = 0.1;

  /**
   * Ratings of items, or by users.
   *
   * @param positions the positions of these items or users in the model, each once
   * @param values the ratings, aligned with the positions
   */
  public record Ratings(int[] positions, float[] values) {
    private Ratings range(int[] order, int from, int to) {
      int[] chosen = Arrays.copyOfRange(order, from, to);
      float[] chosenValues = new float[chosen.length];
      int[] chosenPositions = new int[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        chosenPositions[i] = positions[chosen[i]];
        chosenValues[i] = values[chosen[i]];
      }
      return new Ratings(chosenPositions, chosenValues);
    }
  }

  /**
   * Finds the users of a table that a model does not know, with their ratings of items that it
   * knows; or the items that it does not know, with their ratings by users that it knows. A tenth
   * of the ratings of each is hidden, rounded, and at least one. A newcomer with a single rating is
   * left out.
   *
   * @param kind whether users or items
   * @param mostGiven the most ratings to give, drawn from those that are not hidden; the hidden
   *     ones are the same for every number
   */
  public static List<Newcomer> of(
      RatingTable table, ModelMetadata model, Orientation kind, int mostGiven, long seed) {
    boolean users = kind == Orientation.USER;
    // In the order of the file's ids, so that a seed always draws the same.
    Map<Integer, List<Integer>> rated = new TreeMap<>();
    int[] positions = new int[table.size()];
    float[] values = new float[table.size()];
    for (int i = 0; i < table.size(); i++) {
      OptionalInt user = model.users().position(table.users().id(table.user(i)));
      OptionalInt item = model.items().position(table.items().id(table.item(i)));
      OptionalInt itself = users ? user : item;
      OptionalInt other = users ? item : user;
      if (itself.isEmpty() && other.isPresent()) {
        positions[i] = other.getAsInt();
        values[i] = table.rating(i);
        int newcomer = users ? table.user(i) : table.item(i);
        rated.computeIfAbsent(newcomer, missing -> new ArrayList<>()).add(i);
      }
    }
    Ratings all = new Ratings(positions, values);
    Random random = new Random(seed);
    List<Newcomer> newcomers = new ArrayList<>();
    for (List<Integer> indices : rated.values()) {
      int[] order = indices.stream().mapToInt(index -> index).toArray();
      Shuffle.shuffle(order, random);
      int hidden = Math.max(1, (int) Math.round(HIDDEN_SHARE * order.length));
      if (order.length > 1) {
        int end = (int) Math.min(order.length, (long) hidden + mostGiven);
        newcomers.add(new Newcomer(all.range(order, hidden, end), all.range(order, 0, hidden)));
      }
    }
    return newcomers;
  }
}

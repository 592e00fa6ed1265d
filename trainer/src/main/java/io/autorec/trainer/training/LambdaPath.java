package io.autorec.trainer.training;

import java.util.ArrayList;
import java.util.List;

/**
 * A path of lambdas (Friedman, Hastie and Tibshirani, Journal of Statistical Software 2010, section
 * 2.5): short trainings that start from the best weights so far. It goes through given lambdas
 * first. Then, if it is a search, lambda grows or shrinks by a factor of {@value #FACTOR} as long
 * as the validation RMSE falls.
 */
final class LambdaPath {
  private static final double FACTOR = 3;

  /** The most trainings of a search. */
  private static final int LONGEST_SEARCH = 4;

  private final double start;
  private final List<Double> given;
  private final List<Double> taken = new ArrayList<>();
  private double best;
  private int tried;
  private double factor = FACTOR;
  private int searched;
  private boolean isAtEnd;

  /**
   * Begins a path.
   *
   * @param start the lambda of the network that it begins at
   * @param rmse the validation RMSE of that network; NaN without validation ratings
   * @param isSearch whether lambdas beyond the given ones are tried
   */
  LambdaPath(double start, double rmse, List<Double> given, boolean isSearch) {
    this.start = start;
    this.best = rmse;
    this.given = given;
    this.isAtEnd = !isSearch || Double.isNaN(rmse) || start == 0;
  }

  /** Returns true if there is nothing more to try. */
  boolean isAtEnd() {
    return tried == given.size() && isAtEnd;
  }

  /** The lambda to try next. */
  double next() {
    return tried < given.size() ? given.get(tried) : factor * last();
  }

  /**
   * Takes the result of the next lambda.
   *
   * @param rmse the validation RMSE; NaN without validation ratings
   * @return true if it is better, or nobody knows
   */
  boolean record(double rmse) {
    double lambda = next();
    boolean isGiven = tried < given.size();
    boolean isTaken = !(rmse >= best);
    if (isGiven) {
      tried++;
    } else {
      searched++;
      if (!isTaken && searched == 1) {
        factor = 1 / FACTOR;
      } else {
        isAtEnd = !isTaken;
      }
      isAtEnd |= searched == LONGEST_SEARCH;
    }
    if (isTaken) {
      taken.add(lambda);
      best = rmse;
    }
    return isTaken;
  }

  /** The lambdas that were taken, in their order. */
  List<Double> taken() {
    return List.copyOf(taken);
  }

  /** The last lambda that was taken. */
  double last() {
    return taken.isEmpty() ? start : taken.get(taken.size() - 1);
  }
}

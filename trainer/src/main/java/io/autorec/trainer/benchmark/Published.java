package io.autorec.trainer.benchmark;

import io.autorec.model.RatingScale;
import io.autorec.trainer.matrix.RatingSplit;
import io.autorec.trainer.ratings.RatingTable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A test RMSE that others published. It is shown beside the data and the kind of split that it
 * belongs to alone.
 *
 * @param data the data set
 * @param model what was trained
 * @param rmse the number
 * @param source where it was published, and how it was measured
 */
public record Published(String data, String model, double rmse, String source) {
  private static final String AUTOREC = "Sedhain et al., AutoRec, WWW 2015, table 1";
  private static final String AUTOREC_FG = "Sedhain et al., AutoRec, WWW 2015, table 2 (f, g)";

  /** The split of MovieLens 100K into {@code u1.base} and {@code u1.test}. */
  private static final String U1 = "ML-100K, u1";

  private static final String GCMC = "van den Berg et al., GC-MC, 2017";
  private static final String GLOCAL_K =
      "Han et al., GLocal-K, CIKM 2021; the best epoch on the test ratings, so optimistic";

  /** All published numbers known here, the best last within a data set. */
  public static final List<Published> ALL =
      List.of(
          new Published("ML-1M", "U-AutoRec", 0.874, AUTOREC),
          new Published("ML-1M", "I-AutoRec, f identity, g identity", 0.872, AUTOREC_FG),
          new Published("ML-1M", "I-AutoRec, f sigmoid, g identity", 0.852, AUTOREC_FG),
          new Published("ML-1M", "biased matrix factorisation", 0.845, AUTOREC),
          new Published("ML-1M", "I-AutoRec, f sigmoid, g sigmoid", 0.836, AUTOREC_FG),
          new Published("ML-1M", "LLORMA", 0.833, AUTOREC),
          new Published("ML-1M", "I-AutoRec, f identity, g sigmoid", 0.831, AUTOREC),
          new Published("ML-1M", "CF-NADE", 0.829, "Zheng et al., CF-NADE, ICML 2016"),
          new Published(
              "ML-1M", "deep I-AutoRec", 0.827, "Sedhain et al., AutoRec, WWW 2015, section 3"),
          new Published("ML-1M", "SparseFC", 0.824, "Muller et al., SparseFC, ICML 2018"),
          new Published("ML-1M", "GLocal-K", 0.8227, GLOCAL_K),
          new Published("ML-10M", "U-AutoRec", 0.867, AUTOREC),
          new Published("ML-10M", "I-AutoRec", 0.782, AUTOREC),
          new Published(U1, "GC-MC", 0.910, GCMC),
          new Published(U1, "GC-MC, with features", 0.905, GCMC),
          new Published(U1, "GLocal-K", 0.8889, GLOCAL_K));

  /**
   * What identifies a data set: the ids and ratings that it has, and the ends of its scale.
   *
   * @param testUsers the users in its test part; 0 for any random part
   */
  private record Shape(
      int users, int items, int ratings, RatingScale scale, int testUsers, int testRatings) {}

  private static final Map<String, Shape> SHAPES =
      Map.of(
          "ML-1M",
          new Shape(6_040, 3_706, 1_000_209, new RatingScale(1, 5), 0, 0),
          "ML-10M",
          new Shape(69_878, 10_677, 10_000_054, new RatingScale(0.5f, 5), 0, 0),
          U1,
          new Shape(943, 1_682, 100_000, new RatingScale(1, 5), 459, 20_000));

  /**
   * The numbers for a data set under the same kind of split; none for any other.
   *
   * @param table all ratings
   * @param given the test part, where it is given; null for a random part
   */
  public static List<Published> comparable(RatingTable table, @Nullable RatingSplit given) {
    int[] test = given == null ? new int[0] : given.test();
    Shape shape =
        new Shape(
            table.users().size(),
            table.items().size(),
            table.size(),
            table.scale(null).scale(),
            (int) IntStream.of(test).map(table::user).distinct().count(),
            test.length);
    return ALL.stream().filter(row -> shape.equals(SHAPES.get(row.data))).toList();
  }
}

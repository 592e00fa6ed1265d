package io.autorec.trainer.benchmark;

import java.util.List;

/**
 * A test RMSE that others published.
 *
 * @param data the data set
 * @param model what was trained
 * @param rmse the number
 * @param source where it was published, and how it was measured
 */
public record Published(String data, String model, double rmse, String source) {
  private static final String AUTOREC = "Sedhain et al., AutoRec, WWW 2015, table 1";
  private static final String AUTOREC_FG = "Sedhain et al., AutoRec, WWW 2015, table 2 (f, g)";

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
          new Published(
              "ML-1M",
              "GLocal-K",
              0.8227,
              "Han et al., GLocal-K, CIKM 2021; the best epoch on the test ratings, so optimistic"),
          new Published("ML-10M", "U-AutoRec", 0.867, AUTOREC),
          new Published("ML-10M", "I-AutoRec", 0.782, AUTOREC));

  /**
   * The numbers for a data set, which is recognised by its size; all numbers for an unknown one.
   */
  public static List<Published> comparable(int ratings) {
    String data = ratings == 1_000_209 ? "ML-1M" : ratings == 10_000_054 ? "ML-10M" : "";
    return ALL.stream().filter(row -> data.isEmpty() || row.data.equals(data)).toList();
  }
}

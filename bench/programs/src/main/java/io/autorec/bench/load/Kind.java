package io.autorec.bench.load;

/** The kinds of calls. */
public enum Kind {
  /** The best items for a user described by ratings; item-based models fit him to them. */
  RECOMMEND_RATINGS("recommend-ratings"),
  /** The same by choice and without predicted ratings: no graph runs, and nobody is fitted. */
  RECOMMEND_CHOICE("recommend-choice"),
  /** The best items for a user the model knows. */
  RECOMMEND_USER("recommend-user"),
  /** Every column of one row, as floats. */
  PREDICT("predict"),
  /** The same by ModelInfer of the Open Inference Protocol, in raw contents. */
  INFER("infer");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** The methods of this kind. */
  public Methods<?, ?, ?> methods() {
    return switch (this) {
      case PREDICT -> Methods.PREDICT;
      case INFER -> Methods.INFER;
      default -> Methods.RECOMMEND;
    };
  }

  /** Whether the call asks for lists of items, and not for whole rows. */
  public boolean lists() {
    return this != PREDICT && this != INFER;
  }

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return word;
  }
}

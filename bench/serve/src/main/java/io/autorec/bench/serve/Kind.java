package io.autorec.bench.serve;

import io.autorec.v1.AutoRecServiceGrpc;
import io.grpc.MethodDescriptor;

/** What the calls ask for. */
enum Kind {
  /** The best items for a user described by ratings; needs a user-based model. */
  RECOMMEND_RATINGS("recommend-ratings"),
  /** The best items for a user the model knows. */
  RECOMMEND_USER("recommend-user"),
  /** Every column of one row, as floats. */
  PREDICT("predict");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** The method that is called. */
  MethodDescriptor<?, ?> method() {
    return this == PREDICT
        ? AutoRecServiceGrpc.getPredictMethod()
        : AutoRecServiceGrpc.getRecommendMethod();
  }

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return word;
  }
}

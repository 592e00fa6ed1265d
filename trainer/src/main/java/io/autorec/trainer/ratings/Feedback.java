package io.autorec.trainer.ratings;

/**
 * What the rows of a ratings file tell: ratings, or interactions without ratings, such as clicks,
 * purchases or likes. Each interaction has the value 1 on a scale from 0 to 1.
 *
 * @param reason why the rows are interactions, for people; empty for ratings
 */
public record Feedback(String reason) {
  /** Ratings, of two values or more. */
  public static final Feedback RATINGS = new Feedback("");

  static final Feedback ASKED = new Feedback("as --interactions says");
  static final Feedback TWO_FIELDS =
      new Feedback("since the lines have two fields, a user and an item");

  static final Feedback NONE_RATED = new Feedback("since no row has a rating");

  /** Interactions of a file with such a header. */
  static Feedback withoutRatings(Columns.Header header) {
    return new Feedback("since no column holds ratings in " + header.shown());
  }

  /** Interactions of a file whose ratings are all the same. */
  static Feedback allEqual(float rating) {
    return new Feedback("since every rating is " + rating);
  }

  /** Returns true if the rows are interactions without ratings. */
  public boolean isImplicit() {
    return !reason.isEmpty();
  }

  /** What the rows are called: ratings or interactions. */
  public String noun() {
    return isImplicit() ? "interactions" : "ratings";
  }
}

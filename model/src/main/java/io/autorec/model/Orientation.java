package io.autorec.model;

/** The meaning of a row of the rating matrix. It tells the two kinds of models apart. */
public enum Orientation {
  /** I-AutoRec: a row is one item's ratings by all users. */
  ITEM("item", io.autorec.v1.Orientation.ORIENTATION_ITEM),
  /** U-AutoRec: a row is one user's ratings of all items. */
  USER("user", io.autorec.v1.Orientation.ORIENTATION_USER);

  private final String label;
  private final io.autorec.v1.Orientation proto;

  Orientation(String label, io.autorec.v1.Orientation proto) {
    this.label = label;
    this.proto = proto;
  }

  /** The word for it on command lines: {@code item} or {@code user}. */
  public String label() {
    return label;
  }

  /** The orientation as it is in a manifest. */
  public io.autorec.v1.Orientation toProto() {
    return proto;
  }

  /**
   * Reads an orientation as it is in a manifest.
   *
   * @throws ModelFormatException if it is unset or unknown
   */
  public static Orientation fromProto(io.autorec.v1.Orientation proto) throws ModelFormatException {
    for (Orientation orientation : values()) {
      if (orientation.proto == proto) {
        return orientation;
      }
    }
    throw new ModelFormatException(
        "orientation: " + proto + " (expected: ORIENTATION_ITEM or ORIENTATION_USER)");
  }

  @Override
  public String toString() {
    return label;
  }

  /** The meaning of a column, if this is the meaning of a row. */
  public Orientation other() {
    return this == ITEM ? USER : ITEM;
  }
}

package io.autorec.server.request.infer;

/** The two faces of a model. The inputs of a request choose one. */
public enum Face {
  /** Rows of ratings are reconstructed. */
  ROWS,
  /** Items are recommended to known users. */
  USERS
}

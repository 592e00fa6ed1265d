package io.autorec.spark.table;

/** Shortens the messages of Spark to one line. */
public final class SparkMessages {
  private SparkMessages() {}

  /** What went wrong, without Spark's class of errors before it and the plan after it. */
  public static String first(Throwable error) {
    String message = String.valueOf(error.getMessage()).strip();
    String line = message.lines().findFirst().orElse("").strip();
    return line.replaceFirst("^\\[[A-Z0-9_.]+] ", "")
        .replaceFirst(" ?SQLSTATE: [0-9A-Z]+.*$", "")
        .replaceFirst("; line [0-9]+ pos [0-9]+.*$", "");
  }

  /** The cause of all causes. */
  public static Throwable root(Throwable error) {
    Throwable root = error;
    for (Throwable next = error.getCause(); next != null; next = next.getCause()) {
      root = next;
    }
    return root;
  }
}

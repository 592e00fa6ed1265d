package io.autorec.trainer.input;

/**
 * Thrown for a user's mistake in the input. The message is one line that names the file, the line
 * and the value. It is printed as it is, without a stack trace.
 */
public class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARS = 60;

  /**
   * @param oneLineMessage the message, such as {@code ratings.csv:17: rating "abc" (expected: a
   *     finite number)}
   */
  public InputException(String oneLineMessage) {
    super(oneLineMessage);
  }

  /** A value from a file in quotes, on one line and short enough to read. */
  public static String quoted(String value) {
    return '"' + shown(value) + '"';
  }

  /** The same without quotes. */
  public static String shown(String value) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(value.length(), SHOWN_CHARS); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\r' -> shown.append("\\r");
        case '\t' -> shown.append("\\t");
        default -> shown.append(isVisible(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
      }
    }
    return shown.append(value.length() > SHOWN_CHARS ? "..." : "").toString();
  }

  private static boolean isVisible(char c) {
    return c == ' '
        || !(Character.isISOControl(c)
            || Character.isSpaceChar(c)
            || Character.getType(c) == Character.FORMAT);
  }
}

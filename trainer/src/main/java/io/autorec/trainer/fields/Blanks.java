package io.autorec.trainer.fields;

/** Blanks around a field. */
public final class Blanks {
  private Blanks() {}

  /** A field without surrounding blanks, also those that are no white space in Java. */
  public static String trimmed(String field) {
    int start = 0;
    int end = field.length();
    while (start < end && isBlank(field.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(field.charAt(end - 1))) {
      end--;
    }
    return field.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B' || c == '\uFEFF';
  }
}

package io.autorec.server.calls;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Makes text of callers safe for headers, whose size is limited, and for the log, where an entry is
 * one line. Characters that are invisible, or change how others look, are escaped as in Java and
 * JSON: a line feed becomes a backslash and {@code u000a}.
 */
public final class ShortText {
  private static final String MORE = "...";

  /** Letters and marks without a glyph: fillers, joiners and variation selectors. */
  private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

  private ShortText() {}

  /** The text, cut to a number of bytes in UTF-8. */
  public static String of(String text, int maxBytes) {
    StringBuilder shown = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int next = text.offsetByCodePoints(at, 1);
      String character = text.substring(at, next);
      if (isUnseen(text.codePointAt(at))) {
        character = escaped(character);
      }
      bytes += character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > maxBytes) {
        return shown.append(MORE).toString();
      }
      shown.append(character);
      at = next;
    }
    return shown.toString();
  }

  private static boolean isUnseen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      case Character.SPACE_SEPARATOR -> character != ' ';
      default ->
          BLANK.indexOf(character) >= 0
              || (character >= 0x180b && character <= 0x180f)
              || (character >= 0xfe00 && character <= 0xfe0f)
              || (character >= 0xe0100 && character <= 0xe01ef);
    };
  }

  private static String escaped(String character) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < character.length(); i++) {
      escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) character.charAt(i)));
    }
    return escaped.toString();
  }
}

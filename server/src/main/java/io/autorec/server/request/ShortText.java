package io.autorec.server.request;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text of callers as it is shown: in headers, whose bytes are limited, and in the log, where a line
 * is to stay one. Characters that would not be seen, or would change how others are, are written as
 * Java and JSON escape them: a line feed as a backslash and {@code u000a}.
 */
public final class ShortText {
  private static final String MORE = "...";

  /** Letters and marks that nothing is drawn for: fillers, joiners and selectors of variants. */
  private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

  private ShortText() {}

  /** The text, or as many of its first characters as a number of bytes of UTF-8 holds. */
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

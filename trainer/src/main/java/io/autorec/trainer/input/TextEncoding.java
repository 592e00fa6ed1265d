package io.autorec.trainer.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a text: by its byte order mark if it has one, else the one that the user names,
 * else UTF-8.
 *
 * @param chosen the encoding that the user names; null for none
 */
public record TextEncoding(@Nullable Charset chosen) {
  /** No encoding is named. */
  public static final TextEncoding DETECTED = new TextEncoding(null);

  /** What text is taken for that is not UTF-8 and may be misread. */
  static final TextEncoding FALLBACK = new TextEncoding(Charset.forName("windows-1252"));

  private static final String OPTION = "--encoding";
  private static final int LONGEST_MARK_BYTES = 4;

  /**
   * The encoding of a name; detected if it is empty.
   *
   * @throws InputException if Java does not know it
   */
  public static TextEncoding named(String name) {
    if (name.isEmpty()) {
      return DETECTED;
    }
    try {
      return new TextEncoding(Charset.forName(name));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: %s (expected: a character encoding, such as UTF-8, UTF-16LE, ISO-8859-1, windows-1252 or Shift_JIS)"
              .formatted(OPTION, InputException.quoted(name)));
    }
  }

  /** What helps where a text is not in its encoding. */
  String advice() {
    return chosen == null
        ? "UTF-8, or %s NAME, such as ISO-8859-1 or windows-1252".formatted(OPTION)
        : "text in that encoding, or another by " + OPTION;
  }

  /**
   * The encoding of a text, which stays where it is.
   *
   * @param file the name of the file, for messages
   * @throws InputException if it is one that must be named
   */
  Charset of(String file, BufferedInputStream text) throws IOException {
    text.mark(LONGEST_MARK_BYTES);
    String head = HexFormat.of().formatHex(text.readNBytes(LONGEST_MARK_BYTES));
    text.reset();
    if (head.startsWith("efbbbf")) {
      return StandardCharsets.UTF_8;
    }
    if (head.equals("fffe0000") || head.equals("0000feff")) {
      return utf32(file);
    }
    if (head.startsWith("fffe")) {
      return StandardCharsets.UTF_16LE;
    }
    if (head.startsWith("feff")) {
      return StandardCharsets.UTF_16BE;
    }
    if (chosen == null && head.matches("(..00){2}|(00..){2}") && !head.contains("0000")) {
      throw new InputException(
          "%s: UTF-16 without a byte order mark (expected: UTF-8, or %s UTF-16%s)"
              .formatted(file, OPTION, head.startsWith("00") ? "BE" : "LE"));
    }
    return chosen == null ? StandardCharsets.UTF_8 : chosen;
  }

  private Charset utf32(String file) {
    if (chosen == null || !chosen.name().startsWith("UTF-32")) {
      throw new InputException(
          "%s: UTF-32 (expected: UTF-8, or %s UTF-32)".formatted(file, OPTION));
    }
    return Charset.forName("UTF-32");
  }
}

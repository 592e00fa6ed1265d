package io.autorec.server.endpoint;

import java.nio.charset.StandardCharsets;

/** Text of callers that goes back to them in headers, whose bytes are limited. */
final class ShortText {
  private static final String MORE = "...";

  private ShortText() {}

  /** The text, or as many of its first characters as a number of bytes of UTF-8 holds. */
  static String of(String text, int maxBytes) {
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int next = text.offsetByCodePoints(at, 1);
      bytes += text.substring(at, next).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > maxBytes) {
        return text.substring(0, at) + MORE;
      }
      at = next;
    }
    return text;
  }
}

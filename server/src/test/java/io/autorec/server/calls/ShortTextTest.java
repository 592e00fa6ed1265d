package io.autorec.server.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShortTextTest {
  @Test
  void of_escapesWhatIsNotSeen() {
    assertEquals("a\\u000ab\\u001b[31m", ShortText.of("a\nb\u001b[31m", 99));
    assertEquals("\\u202eabc\\u2066", ShortText.of("\u202eabc\u2066", 99));
    assertEquals("a\\u200bb\\ufeff\\u2028\\u00a0", ShortText.of("a\u200bb\ufeff\u2028\u00a0", 99));
    assertEquals("\\udb40\\udc41\\ud800\\ufe0f", ShortText.of("\udb40\udc41\ud800\ufe0f", 99));
    assertEquals("\\u0085\\u007f\\u3164", ShortText.of("\u0085\u007f\u3164", 99));
    String seen = "Amélie, 千と千尋 \ud83c\udfac e\u0301 \\n \"x\"";
    assertEquals(seen, ShortText.of(seen, 99));
    assertEquals("ab...", ShortText.of("ab\n", 5));
  }

  @Test
  void of_keepsWhole_whenItFits() {
    assertEquals("", ShortText.of("", 0));
    assertEquals("abc", ShortText.of("abc", 3));
    assertEquals("\u65e5\u672c", ShortText.of("\u65e5\u672c", 6));
  }

  @Test
  void of_cutsBetweenCharacters_whenItDoesNot() {
    assertEquals("ab...", ShortText.of("abc", 2));
    assertEquals("\u65e5...", ShortText.of("\u65e5\u672c", 5));
    assertEquals("a...", ShortText.of("a\ud83c\udfac", 4));
  }
}

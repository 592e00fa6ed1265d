package io.autorec.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShortTextTest {
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

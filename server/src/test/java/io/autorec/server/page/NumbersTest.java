package io.autorec.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void numbers_areWrittenForPeople() {
    assertEquals("4", Numbers.rating(4));
    assertEquals("4.5", Numbers.rating(4.5));
    assertEquals("100", Numbers.rating(100));
    assertEquals("-9.99", Numbers.rating(-9.99));
    assertEquals("0", Numbers.rating(0));
    assertEquals("−0.25", Numbers.effect(-0.25));
    assertEquals("1,234", Numbers.rate(1234.4));
    assertEquals("0.3", Numbers.rate(0.26));
  }
}

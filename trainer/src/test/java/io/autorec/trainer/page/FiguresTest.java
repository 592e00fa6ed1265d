package io.autorec.trainer.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void numbers_haveAtMostFourDecimals_andNoZerosAtTheirEnd() {
    assertEquals("0.3", Figures.number(0.30000000000000004));
    assertEquals("81.1877", Figures.number(81.18772));
    assertEquals("20", Figures.number(20));
    assertEquals("0", Figures.number(0));
    assertEquals("0.000012", Figures.number(1.234e-5));
    assertEquals("-1.5", Figures.number(-1.5));
  }

  @Test
  void settings_areShortened_whereTheyAreNumbers() {
    assertEquals("0.3, 20", Figures.setting("0.30000000000000004,20.0"));
    assertEquals("0.00001", Figures.setting("1.0E-5"));
    assertEquals("12345678", Figures.setting("12345678"));
    assertEquals("0.5,5", Figures.setting("0.5,5").replace(", ", ","));
    assertEquals("u1.test", Figures.setting("u1.test"));
  }

  @Test
  void counts_haveCommas_butNamesOfFilesHaveNot() {
    assertEquals("1,234", Figures.data("users", "1234"));
    assertEquals("1234", Figures.data("file", "1234"));
    assertEquals("1 to 5", Figures.data("rating scale", "1 to 5"));
  }
}

package io.autorec.trainer.page;

import java.awt.Color;

/**
 * The colours of charts. A chart is drawn with stand-ins, in place of which the page's style sets
 * the colours of the light, the dark and the printed page.
 */
public enum Ink {
  TEXT(1, "currentColor"),
  GRID(2, "var(--line)"),
  FIRST(3, "var(--first)"),
  SECOND(4, "var(--second)"),
  BIASES(5, "var(--biases)"),
  MEAN(6, "var(--mean)");

  private static final int GREEN = 171;
  private static final int BLUE = 205;

  private final int red;
  private final String css;

  /**
   * @param red of the stand-in
   * @param css the colour as the page's style names it
   */
  Ink(int red, String css) {
    this.red = red;
    this.css = css;
  }

  /** The stand-in. */
  Color standIn() {
    return new Color(red, GREEN, BLUE);
  }

  /** A drawing with the page's colours in place of the stand-ins. */
  static String dye(String svg) {
    String dyed = svg;
    for (Ink ink : values()) {
      dyed = dyed.replace("rgb(%d,%d,%d)".formatted(ink.red, GREEN, BLUE), ink.css);
    }
    return dyed;
  }
}

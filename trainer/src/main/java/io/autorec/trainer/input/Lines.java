package io.autorec.trainer.input;

import io.autorec.trainer.blocks.DelimitedText;
import io.autorec.trainer.blocks.Layout;
import io.autorec.trainer.blocks.RatingBlock;
import io.autorec.trainer.blocks.TextBlocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, with their numbers; lines that were read can be put back. Many plain lines
 * at once can be had as a block of rows. Not thread-safe.
 */
public final class Lines {
  private final @Nullable TextBlocks blocks;
  private final String advice;
  private BufferedReader reader;
  private boolean readsBlocks;
  private final Deque<String> returned = new ArrayDeque<>();
  private long number;

  /** Lines that can only be had one by one. */
  public Lines(BufferedReader reader) {
    this(null, "", reader);
  }

  /**
   * Lines of UTF-8 text.
   *
   * @param advice what helps where bytes are no text
   */
  Lines(TextBlocks blocks, String advice) {
    this(blocks, advice, new BufferedReader(BufferedReader.nullReader()));
  }

  private Lines(@Nullable TextBlocks blocks, String advice, BufferedReader reader) {
    this.blocks = blocks;
    this.advice = advice;
    this.reader = reader;
  }

  /** The next line, or null at the end. */
  @Nullable String next() throws IOException {
    String line = returned.isEmpty() ? reader.readLine() : returned.pop();
    while (line == null && openNext()) {
      line = reader.readLine();
    }
    if (line != null) {
      number++;
    }
    return line;
  }

  /** Goes on with the text of the next block, if there is one. */
  private boolean openNext() throws IOException {
    InputStream text = blocks == null ? null : blocks.text();
    if (text == null) {
      return false;
    }
    reader = new BufferedReader(new StrictText(text, StandardCharsets.UTF_8, advice, number + 1));
    return true;
  }

  /**
   * Takes the next lines as a block of rows; null if the next line must be taken alone. Every call
   * has the same arguments.
   */
  @Nullable RatingBlock nextBlock(Layout layout, String separator) throws IOException {
    if (blocks == null || !returned.isEmpty() || !DelimitedText.reads(separator)) {
      return null;
    }
    if (!readsBlocks) {
      readsBlocks = true;
      blocks.readAs(new DelimitedText(layout, separator));
    }
    reader.mark(2); // a line feed may be left of the line that was read last
    if (reader.read() >= 0) {
      reader.reset();
      return null;
    }
    RatingBlock block = blocks.rows();
    number += block == null ? 0 : block.lines();
    return block;
  }

  /** Passes over lines. */
  void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  /** The number of the line that was read last; the first line is 1. */
  long number() {
    return number;
  }

  /** Puts back the lines that were read last, in the order in which they were read. */
  void putBack(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      returned.push(lines.get(i));
    }
    number -= lines.size();
  }
}

package io.autorec.trainer.blocks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a UTF-8 text into blocks of whole lines, reads some ahead, and has other threads read them
 * as {@link RatingBlock}s. Whoever takes a block takes either its rows or its text. Not
 * thread-safe.
 */
public final class TextBlocks {
  /** The first block is small: its rows are read one by one, to see how the text is. */
  private static final int FIRST_BYTES = 1 << 16;

  private static final int BYTES = 1 << 22;
  private static final int LONGEST_BYTES = 1 << 24;

  private final InputStream in;
  private final int bytes;
  private final int longest;

  /** What was read after the end of the last block. */
  private byte[] begun = new byte[0];

  private int blockBytes;
  private boolean isAtEnd;
  private final Deque<Block> ahead = new ArrayDeque<>();
  private @Nullable DelimitedText plain;

  /**
   * A block.
   *
   * @param text its bytes, and maybe more
   * @param length the number of its bytes
   * @param rows the task of reading them; null if they are to be taken as text
   */
  private record Block(byte[] text, int length, @Nullable BlockTask rows) {}

  /** Cuts a text. */
  public TextBlocks(InputStream in) {
    this(in, FIRST_BYTES, BYTES, LONGEST_BYTES);
  }

  /**
   * Cuts a text.
   *
   * @param first the bytes of the first block
   * @param bytes the bytes of the others, less what follows their last line
   * @param longest a text with a longer line is not cut
   */
  public TextBlocks(InputStream in, int first, int bytes, int longest) {
    this.in = in;
    this.blockBytes = first;
    this.bytes = bytes;
    this.longest = longest;
  }

  /** Has blocks read as rows from now on. */
  public void readAs(DelimitedText plain) {
    this.plain = plain;
  }

  /**
   * Takes the rows of the next block; null if there is none, or its text must be taken.
   *
   * @throws IOException if the text cannot be read
   */
  public @Nullable RatingBlock rows() throws IOException {
    readAhead();
    Block next = ahead.peek();
    BlockTask task = next == null ? null : next.rows();
    RatingBlock rows = task == null ? null : task.result(tasks());
    if (rows != null) {
      ahead.remove();
    }
    return rows;
  }

  /**
   * Takes the text of the next block, or of the whole rest if it has a very long line; null at the
   * end.
   */
  public @Nullable InputStream text() throws IOException {
    if (ahead.isEmpty()) {
      readBlock();
    }
    Block next = ahead.poll();
    if (next != null) {
      return new ByteArrayInputStream(next.text(), 0, next.length());
    }
    if (isAtEnd) {
      return null;
    }
    isAtEnd = true;
    return new SequenceInputStream(new ByteArrayInputStream(begun), in);
  }

  private List<BlockTask> tasks() {
    return ahead.stream().flatMap(block -> Stream.ofNullable(block.rows())).toList();
  }

  private void readAhead() throws IOException {
    DelimitedText reader = plain;
    while (reader != null && ahead.size() < BlockTask.AHEAD && readBlock()) {
      Block read = ahead.removeLast();
      BlockTask task = BlockTask.start(() -> reader.read(read.text(), read.length()));
      ahead.add(new Block(read.text(), read.length(), task));
    }
  }

  /** Reads one more block; returns false if there is none, or its first line is too long. */
  private boolean readBlock() throws IOException {
    for (int size = Math.max(blockBytes, begun.length); !isAtEnd && size <= longest; ) {
      byte[] text = Arrays.copyOf(begun, size);
      int count = begun.length + in.readNBytes(text, begun.length, size - begun.length);
      int end = count < size ? count : afterLastLine(text);
      begun = Arrays.copyOfRange(text, end, count);
      isAtEnd = count < size;
      if (end > 0) {
        blockBytes = bytes;
        ahead.add(new Block(text, end, null));
        return true;
      }
      size *= 2;
    }
    return false;
  }

  private static int afterLastLine(byte[] text) {
    int end = text.length;
    while (end > 0 && text[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}

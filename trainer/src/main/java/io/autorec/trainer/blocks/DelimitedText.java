package io.autorec.trainer.blocks;

import io.autorec.trainer.times.Timestamps;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole lines of delimited UTF-8 text as a block, where they are plain: quotes only around
 * whole fields, no control characters, every field good. One line that is not makes the whole text
 * not plain.
 */
public final class DelimitedText {
  private static final byte PLAIN = 0;
  private static final byte SEPARATOR = 1;
  private static final byte LINE_END = 2;
  private static final byte RETURN = 3;
  private static final byte NOT_ASCII = 4;
  private static final byte ODD = 5;

  /** There is room for lines as short as this one: {@code 123456,1234,3.5}. */
  private static final int USUAL_LINE_BYTES = 16;

  /** So many digits are a long in any case. */
  private static final int MOST_DIGITS = 18;

  private final Layout layout;
  private final byte[] separator;

  /** Whether a separator within quotes is text in any case, as in CSV. */
  private final boolean quotesSeparators;

  private final byte[] userName;

  /** What a byte is, by its value from 0. */
  private final byte[] kinds = new byte[256];

  /**
   * Text of such lines.
   *
   * @param separator between two fields, of one ASCII character or of two equal ones
   */
  public DelimitedText(Layout layout, String separator) {
    this.layout = layout;
    this.separator = separator.getBytes(StandardCharsets.US_ASCII);
    this.quotesSeparators = separator.equals(",") || separator.equals(";");
    this.userName = layout.userName().getBytes(StandardCharsets.UTF_8);
    for (int b = 0; b < kinds.length; b++) {
      kinds[b] = b >= 128 ? NOT_ASCII : b < ' ' || b == '"' || b == 127 ? ODD : PLAIN;
    }
    kinds['\t'] = PLAIN;
    kinds['\r'] = RETURN;
    kinds['\n'] = LINE_END;
    kinds[this.separator[0]] = SEPARATOR;
  }

  /** Returns true if lines with such a separator can be read as blocks. */
  public static boolean reads(String separator) {
    int first = separator.charAt(0);
    return first < 128
        && first != ' '
        && first != '"'
        && (separator.length() == 1 || (separator.length() == 2 && separator.charAt(1) == first));
  }

  /** Reads the first bytes of a text, whole lines; null if they are not plain. */
  @Nullable RatingBlock read(byte[] text, int length) {
    Reading reading = new Reading(text, length);
    return reading.readLines() ? reading.block() : null;
  }

  /** The reading of one text. */
  private final class Reading {
    private final byte[] text;
    private final int length;
    private final BlockBuilder block;
    private final RatingSpellings ratings = new RatingSpellings(layout.values());
    private final int counted = layout.countedFields();
    private int at;
    private long lines;
    private boolean isAscii = true;

    /** The row that is being read. Many rows have the user of the row before. */
    private int user = -1;

    private int userFrom;
    private int userTo;

    private int item;
    private float rating = 1;
    private double time;

    /** The field that was read last, without quotes; {@code at} is after what ended it. */
    private int fieldStart;

    private int fieldEnd;

    /** What ended it; the end of the text counts as the end of a line. */
    private byte ended;

    Reading(byte[] text, int length) {
      this.text = text;
      this.length = length;
      this.block = new BlockBuilder(layout, length / USUAL_LINE_BYTES);
    }

    RatingBlock block() {
      return block.build(lines);
    }

    boolean readLines() {
      while (at < length) {
        int start = at;
        boolean isPlain = readLine();
        lines++;
        if (isPlain) {
          block.add(user, item, rating, time);
        } else if (ended != LINE_END || fieldEnd > start) {
          return false;
        }
      }
      return isAscii || isUtf8();
    }

    /** Reads a line; returns false if it is not plain, or empty. */
    private boolean readLine() {
      int index = 0;
      time = Timestamps.NONE;
      do {
        readField();
        if (ended == ODD || (index < counted && !isGood(index))) {
          return false;
        }
        index++;
      } while (ended == SEPARATOR);
      return index >= layout.least() && index <= layout.most();
    }

    private void readField() {
      fieldStart = at;
      if (at < length && text[at] == '"') {
        fieldStart++;
        readQuoted();
        return;
      }
      int i = afterPlain(at);
      while (i < length && isText(i, false)) {
        i = afterPlain(i + 1);
      }
      endAt(i, i);
    }

    private void readQuoted() {
      int i = afterPlain(at + 1);
      while (i < length && isText(i, quotesSeparators)) {
        i = afterPlain(i + 1);
      }
      if (i < length && text[i] == '"') {
        endAt(i, i + 1);
      } else {
        end(i, i, ODD);
      }
    }

    /** The index of the next byte that is not plain. Most bytes are: this loop is to be short. */
    private int afterPlain(int start) {
      byte[] bytes = text;
      byte[] kindOf = kinds;
      int end = length;
      int i = start;
      while (i < end && kindOf[bytes[i] & 0xFF] == PLAIN) {
        i++;
      }
      return i;
    }

    /** Returns true for a byte of a field. */
    private boolean isText(int i, boolean separatorsAre) {
      byte kind = kinds[text[i] & 0xFF];
      if (kind == PLAIN) {
        return true;
      }
      if (kind == SEPARATOR) {
        return separatorsAre || !isSeparator(i);
      }
      isAscii &= kind != NOT_ASCII;
      return kind == NOT_ASCII;
    }

    private boolean isSeparator(int i) {
      return separator.length == 1 || (i + 1 < length && text[i + 1] == separator[1]);
    }

    /** Ends a field by what is at an index. */
    private void endAt(int end, int i) {
      if (i == length) {
        end(end, i, LINE_END);
        return;
      }
      byte kind = kinds[text[i] & 0xFF];
      if (kind == RETURN) {
        end(end, i + 2, i + 1 < length && text[i + 1] == '\n' ? LINE_END : ODD);
      } else if (kind == SEPARATOR && isSeparator(i)) {
        end(end, i + separator.length, SEPARATOR);
      } else {
        end(end, i + 1, kind == LINE_END ? LINE_END : ODD);
      }
    }

    private void end(int end, int next, byte kind) {
      fieldEnd = end;
      at = next;
      ended = kind;
    }

    /** Sets the field, if it counts; returns false if it is bad. */
    private boolean isGood(int index) {
      int from = fieldStart;
      int to = fieldEnd;
      while (from < to && isBlank(text[from])) {
        from++;
      }
      while (from < to && isBlank(text[to - 1])) {
        to--;
      }
      if (index == layout.user()) {
        if (!Arrays.equals(text, userFrom, userTo, text, from, to)) {
          user = id(block.users(), from, to);
          userFrom = from;
          userTo = to;
        }
        return user >= 0 && !isUserName(from, to);
      }
      if (index == layout.item()) {
        item = id(block.items(), from, to);
        return item >= 0;
      }
      if (index == layout.rating()) {
        rating = ratings.value(text, from, to);
        return !Float.isNaN(rating);
      }
      if (index == layout.timestamp()) {
        time = time(from, to);
        return !Double.isNaN(time);
      }
      return true;
    }

    /** The number of an id; -1 if it is empty, or begins or ends with a blank beyond ASCII. */
    private int id(Spellings ids, int from, int to) {
      if (from == to) {
        return -1;
      }
      int known = ids.size();
      int number = ids.number(text, from, to);
      boolean isPlain = number < known || (text[from] > 0 && text[to - 1] > 0);
      if (!isPlain) {
        String id = ids.text(number);
        isPlain = layout.values().id(id).equals(id);
      }
      return isPlain ? number : -1;
    }

    private boolean isUserName(int from, int to) {
      return Arrays.equals(userName, 0, userName.length, text, from, to);
    }

    private static boolean isBlank(byte b) {
      return b == ' ' || b == '\t';
    }

    private double time(int from, int to) {
      long digits = 0;
      int i = from;
      while (i < to && text[i] >= '0' && text[i] <= '9') {
        digits = 10 * digits + text[i++] - '0';
      }
      return i == to && to > from && to - from <= MOST_DIGITS
          ? digits
          : layout.values().time(new String(text, from, to - from, StandardCharsets.UTF_8));
    }

    private boolean isUtf8() {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, 0, length));
        return true;
      } catch (CharacterCodingException e) {
        return false;
      }
    }
  }
}

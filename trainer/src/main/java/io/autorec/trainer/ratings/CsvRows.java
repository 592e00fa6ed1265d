package io.autorec.trainer.ratings;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV file, with quoted fields; the header is a row like any other. */
final class CsvRows implements Rows {
  private static final int LONGEST_FIELD_CHARS = 1 << 20;

  private final Path path;
  private final QuoteCounting reader;
  private final Iterator<CsvRecord> records;
  private @Nullable CsvRecord row;

  CsvRows(Path path, Reader reader, char separator) {
    this.path = path;
    this.reader = new QuoteCounting(reader);
    this.records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(true)
            .maxBufferSize(LONGEST_FIELD_CHARS)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .trimWhitespacesAroundQuotes(true)
            .ofCsvRecord(this.reader)
            .iterator();
  }

  @Override
  public boolean next() throws IOException {
    try {
      while (records.hasNext()) {
        row = records.next();
        if (size() > 1 || !row.getField(0).isBlank()) {
          checkQuotesClosed(row);
          return true;
        }
      }
      return false;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      long after = row == null ? 0 : line();
      throw new InputException(
          path
              + (": after the row at line " + after + ", a field of over " + LONGEST_FIELD_CHARS)
              + " characters (expected: less; is a quote never closed?)");
    }
  }

  @Override
  public long line() {
    return current().getStartingLineNumber();
  }

  @Override
  public int size() {
    return current().getFieldCount();
  }

  @Override
  public String field(int index) {
    return current().getField(index).strip();
  }

  /** A quote that is never closed makes one field of the rest of the file: refuse that row. */
  private void checkQuotesClosed(CsvRecord last) {
    if (reader.odd()
        && !records.hasNext()
        && last.getField(last.getFieldCount() - 1).indexOf('\n') >= 0) {
      throw new InputException(
          path + ":" + last.getStartingLineNumber() + ": a quoted field that is never closed");
    }
  }

  private CsvRecord current() {
    if (row == null) {
      throw new IllegalStateException("before the first row");
    }
    return row;
  }

  /** Knows whether an odd number of quotes has gone by. */
  private static final class QuoteCounting extends FilterReader {
    private boolean odd;

    QuoteCounting(Reader in) {
      super(in);
    }

    boolean odd() {
      return odd;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      for (int i = offset; i < offset + n; i++) {
        odd ^= buffer[i] == '"';
      }
      return n;
    }
  }
}

package io.autorec.trainer.ratings;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rows of fields with a separator between them and no quoting: {@code a::b::c}, or tabs. */
final class PlainRows implements Rows {
  private final BufferedReader reader;
  private final String separator;
  private final List<String> fields = new ArrayList<>();
  private long line;

  PlainRows(BufferedReader reader, String separator) {
    this.reader = reader;
    this.separator = separator;
  }

  @Override
  public boolean next() throws IOException {
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      line++;
      if (!text.isBlank()) {
        split(text);
        return true;
      }
    }
    return false;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public String field(int index) {
    return fields.get(index);
  }

  private void split(String text) {
    fields.clear();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      fields.add(text.substring(start, end).strip());
      start = end + separator.length();
    }
    fields.add(text.substring(start).strip());
  }
}

package io.autorec.trainer.ratings;

import io.autorec.trainer.input.FirstLine;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFile;
import io.autorec.trainer.input.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the titles of items, plain or gzipped, in UTF-8 or else in ISO-8859-1:
 *
 * <ul>
 *   <li>{@code id::title::genres} (movies.dat), or without the genres;
 *   <li>a header, separated by commas, semicolons or tabs, that has an item id and a title
 *       (movies.csv);
 *   <li>{@code id|title|...} (u.item).
 * </ul>
 */
public final class TitlesReader {
  private TitlesReader() {}

  /**
   * Reads a file.
   *
   * @return titles by item id, in the order of the file; ids with an empty title are left out
   * @throws InputException if it cannot be read, or a line is bad, in one line for the user
   */
  public static Map<String, String> read(Path file) {
    try (InputFile input = InputFile.open(file)) {
      BufferedReader reader = new BufferedReader(new StringReader(decoded(input)));
      FirstLine first = FirstLine.peek(file, reader);
      if (first.text().contains("::")) {
        return collect(file, Rows.of(file, reader, "::"), 0, 1);
      }
      for (String separator : List.of(",", ";", "\t")) {
        List<String> header = first.fields(separator);
        if (ColumnNames.ITEMS.in(header, "") >= 0 && ColumnNames.TITLES.in(header, "") >= 0) {
          Rows rows = Rows.of(file, reader, separator);
          rows.next(); // the header
          return collect(
              file, rows, ColumnNames.ITEMS.in(header, ""), ColumnNames.TITLES.in(header, ""));
        }
      }
      if (first.text().contains("|")) {
        return collect(file, Rows.of(file, reader, "|"), 0, 1);
      }
      throw new InputException(
          file
              + (":" + first.line() + ": " + InputException.quoted(first.text()))
              + " (expected: a header with movieId and title, id::title, or id|title)");
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  private static Map<String, String> collect(Path file, Rows rows, int idColumn, int titleColumn)
      throws IOException {
    Map<String, String> titles = new LinkedHashMap<>();
    int needed = 1 + Math.max(idColumn, titleColumn);
    while (rows.next()) {
      String where = file + ":" + rows.line() + ": ";
      if (rows.size() < needed) {
        throw new InputException(
            where + "fields: " + rows.size() + " (expected: at least " + needed + ": id, title)");
      }
      String id = rows.field(idColumn);
      String title = rows.field(titleColumn);
      if (id.isEmpty()) {
        throw new InputException(where + "item id empty (expected: an id)");
      }
      if (title.isEmpty()) {
        continue;
      }
      String earlier = titles.put(id, title);
      if (earlier != null && !earlier.equals(title)) {
        throw new InputException(
            where
                + ("item " + InputException.quoted(id) + " has a second title ")
                + InputException.quoted(title)
                + (" (expected: one, and it had " + InputException.quoted(earlier) + ")"));
      }
    }
    return titles;
  }

  private static String decoded(InputFile input) throws IOException {
    byte[] bytes = input.bytes().readAllBytes();
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}

package io.autorec.trainer.ratings;

import io.autorec.trainer.input.FirstLine;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFile;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.input.Lines;
import io.autorec.trainer.input.Rows;
import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.records.JsonRows;
import io.autorec.trainer.records.ParquetRows;
import io.autorec.trainer.records.RecordRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the titles of items, plain or packed:
 *
 * <ul>
 *   <li>Parquet, JSON lines or JSON with an item id and a title;
 *   <li>a header with an item id and a title, in any dialect of {@link RatingsFormat} (movies.csv);
 *   <li>without a header an id, a title and maybe more, separated by {@code ::}, tabs, pipes or, if
 *       there is a digit in the first id, semicolons or commas (movies.dat, u.item).
 * </ul>
 *
 * <p>The options name the columns by header or by position. A column of item ids that the header
 * does not have is that of the ratings alone.
 */
public final class TitlesReader {
  private static final List<String> SEPARATORS = List.of("::", "\t", "|", ";", ",");

  private TitlesReader() {}

  /** Reads a file in UTF-8, or else in windows-1252. */
  public static Map<String, String> read(Path file, ReadOptions options) {
    return read(file, TextEncoding.DETECTED, options, note -> {});
  }

  /**
   * Gives the items of one ratings file titles, as {@link #addTo(List, Path, TextEncoding,
   * ReadOptions, Consumer)} does.
   */
  public static RatingsFile addTo(
      RatingsFile ratings,
      Path titles,
      TextEncoding encoding,
      ReadOptions options,
      Consumer<String> notes) {
    return addTo(List.of(ratings), titles, encoding, options, notes).get(0);
  }

  /**
   * Gives the items of ratings files titles, from a file with the same encoding.
   *
   * @param notes is told, in one line, if the titles are read as windows-1252
   * @throws InputException as {@link #read} does, naming the option
   */
  public static List<RatingsFile> addTo(
      List<RatingsFile> ratings,
      Path titles,
      TextEncoding encoding,
      ReadOptions options,
      Consumer<String> notes) {
    if (InputFiles.isStandardInput(titles)
        && ratings.stream().anyMatch(file -> file.fileName().contains(InputFiles.STANDARD_INPUT))) {
      throw new InputException(
          "--titles: standard input, which the ratings came from (expected: a file)");
    }
    try {
      Map<String, String> found = read(titles, encoding, options, notes);
      return ratings.stream().map(file -> file.withTitles(titles.toString(), found)).toList();
    } catch (InputException e) {
      throw new InputException("--titles: " + e.getMessage());
    }
  }

  /**
   * Reads a file.
   *
   * @param notes is told, in one line, if the file is read as windows-1252
   * @return titles by item id, in the order of the file; ids with an empty title are left out
   * @throws InputException if it cannot be read, or a line is bad, in one line for the user
   */
  public static Map<String, String> read(
      Path file, TextEncoding encoding, ReadOptions options, Consumer<String> notes) {
    try {
      return ParquetRows.areIn(file)
          ? ofParquet(file, options)
          : ofText(file, encoding, options, notes);
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  private static Map<String, String> ofParquet(Path file, ReadOptions options) throws IOException {
    try (ParquetRows rows = new ParquetRows(file)) {
      return ofRecords(file, rows, options);
    }
  }

  /** Titles from rows with named fields. */
  private static Map<String, String> ofRecords(Path file, RecordRows rows, ReadOptions options)
      throws IOException {
    List<String> names = rows.names();
    int id = idIn(names, options);
    int title = ColumnNames.TITLES.in(names, options.titleColumn());
    if (id == Columns.ABSENT || title == Columns.ABSENT || id == title) {
      throw new InputException(
          "%s: columns %s (expected: movieId and title, or as --item-column and --title-column say)"
              .formatted(file, InputException.quoted(String.join(", ", names))));
    }
    rows.choose(List.of(id, title));
    return collect(file, rows, 0, 1);
  }

  private static Map<String, String> ofText(
      Path file, TextEncoding encoding, ReadOptions options, Consumer<String> notes)
      throws IOException {
    try (InputFile input = InputFile.open(file)) {
      BufferedReader reader = input.lenientText(encoding, notes);
      if (JsonRows.startIn(reader)) {
        return ofRecords(file, new JsonRows(file, reader), options);
      }
      FirstLine first = FirstLine.peek(file, reader);
      for (String separator : SEPARATORS) {
        List<String> header = first.fields(separator);
        int id = idIn(header, options);
        int title = ColumnNames.TITLES.in(header, options.titleColumn());
        if (header.size() > 1
            && id != Columns.ABSENT
            && title != Columns.ABSENT
            && id != title
            && !isRow(header, options)) {
          Rows rows = first.rows(new Lines(reader), separator);
          rows.next(); // the header
          return collect(file, rows, id, title);
        }
      }
      return withoutHeader(file, first, reader, options);
    }
  }

  private static int idIn(List<String> header, ReadOptions options) {
    int asked = ColumnNames.ITEMS.in(header, options.itemColumn());
    int usual = asked == Columns.ABSENT ? ColumnNames.ITEMS.in(header, "") : asked;
    return usual == Columns.ABSENT ? ColumnNames.IDS.in(header, "") : usual;
  }

  /** Returns true if positions alone make a line look like a header. */
  private static boolean isRow(List<String> header, ReadOptions options) {
    return ColumnNames.position(options.titleColumn()).isPresent()
        && header.get(0).chars().anyMatch(Character::isDigit);
  }

  private static Map<String, String> withoutHeader(
      Path file, FirstLine first, BufferedReader reader, ReadOptions options) throws IOException {
    for (String separator : SEPARATORS) {
      List<String> fields = first.fields(separator);
      boolean needsDigit = separator.equals(";") || separator.equals(",");
      if (fields.size() > 1
          && (!needsDigit || fields.get(0).chars().anyMatch(Character::isDigit))) {
        int title = ColumnNames.position(options.titleColumn()).orElse(2) - 1;
        return collect(file, first.rows(new Lines(reader), separator), 0, title);
      }
    }
    throw new InputException(
        ("%s:%d: %s (expected: a header with movieId and title or as --item-column and --title-column say; or"
                + " lines such as id::title, id|title)")
            .formatted(file, first.line(), InputException.quoted(first.text())));
  }

  private static Map<String, String> collect(Path file, Rows rows, int idColumn, int titleColumn)
      throws IOException {
    Map<String, String> titles = new LinkedHashMap<>();
    int needed = 1 + Math.max(idColumn, titleColumn);
    while (rows.next()) {
      String where = file + rows.place() + ": ";
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
}

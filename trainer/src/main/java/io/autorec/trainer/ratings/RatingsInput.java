package io.autorec.trainer.ratings;

import io.autorec.model.Sha256;
import io.autorec.trainer.database.DatabaseQuery;
import io.autorec.trainer.database.QueryRows;
import io.autorec.trainer.input.FirstLine;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFile;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.records.JsonRows;
import io.autorec.trainer.records.ParquetRows;
import io.autorec.trainer.records.RecordRows;
import io.autorec.trainer.source.RatingsSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An open file of ratings: Parquet, JSON lines or other text. Its content tells, not its name. Or
 * an open query of a database.
 */
interface RatingsInput extends AutoCloseable {
  /** What is read as one, not yet open: a file, or the result of a query. */
  interface Part {
    /** Its name in messages. */
    Path shown();

    /** Opens it. */
    RatingsInput open() throws IOException;
  }

  /** A file. */
  record FilePart(Path file, TextEncoding encoding) implements Part {
    @Override
    public Path shown() {
      return InputFiles.shown(file);
    }

    @Override
    public RatingsInput open() throws IOException {
      return RatingsInput.open(file, encoding);
    }
  }

  /** A query. */
  record QueryPart(DatabaseQuery query) implements Part {
    @Override
    public Path shown() {
      return Path.of(QueryRows.SHOWN);
    }

    @Override
    public RatingsInput open() {
      return new Query(query);
    }
  }

  /** The parts of a source, in their order. */
  static List<Part> parts(RatingsSource source) {
    if (source instanceof InputFiles files) {
      return files.files().stream()
          .map(file -> (Part) new FilePart(file, files.encoding()))
          .toList();
    }
    if (source instanceof DatabaseQuery query) {
      return List.of(new QueryPart(query));
    }
    throw new IllegalArgumentException("neither files nor a query: " + source);
  }

  /**
   * Opens a file.
   *
   * @param encoding that of a text
   */
  static RatingsInput open(Path path, TextEncoding encoding) throws IOException {
    return ParquetRows.areIn(path) ? new Parquet(path) : new Text(path, encoding);
  }

  /**
   * Detects the format; call it once.
   *
   * @param before the format of the file before; null for the first
   */
  RatingsFormat format(ReadOptions options, @Nullable RatingsFormat before) throws IOException;

  /**
   * The digest of the file, in lower-case hexadecimal; empty for a query. Call it after the last
   * row.
   */
  String sha256() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Finds the columns of rows with named fields, and chooses them: user, item, rating and timestamp
   * in this order, wherever they are in the file, and those of unknown meaning.
   *
   * @throws InputException if a column is missing, or one is asked for that cannot be read
   */
  private static RatingsFormat formatOf(Path path, RecordRows rows, ReadOptions options)
      throws IOException {
    for (String asked :
        List.of(
            options.userColumn(),
            options.itemColumn(),
            options.ratingColumn(),
            options.timestampColumn())) {
      requireValue(path, rows, asked);
    }
    List<String> names = rows.names();
    Columns.Header header = new Columns.Header(path.toString(), rows.placeOfNames(), names);
    Columns found = columnsOf(header, rows, options);
    if (!found.hasRating() && !options.interactions()) {
      List<String> nested = List.copyOf(rows.nested());
      int rating = ColumnNames.RATINGS.in(nested, "");
      requireValue(path, rows, rating == Columns.ABSENT ? "" : nested.get(rating));
    }
    List<Integer> chosen = new ArrayList<>(List.of(found.user(), found.item()));
    int rating = add(found.rating(), chosen);
    int timestamp = add(found.timestamp(), chosen);
    List<String> chosenNames = chosen.stream().map(names::get).toList();
    Map<Integer, String> unknown = new TreeMap<>();
    found.unknown().keySet().forEach(column -> unknown.put(add(column, chosen), names.get(column)));
    rows.choose(chosen);
    Columns columns = new Columns(0, 1, rating, timestamp, chosenNames, unknown);
    return new RatingsFormat(
        rows,
        columns,
        RatingsFormat.feedback(columns, options, Feedback.withoutRatings(header)),
        rows.description(),
        false,
        RowShape.ofRecords(rows.types(List.of(found.user(), found.item()))),
        List.of());
  }

  private static void requireValue(Path path, RecordRows rows, String column) {
    if (rows.nested().contains(column)) {
      throw new InputException(
          "%s: column %s holds lists or records (expected: one value in each row)"
              .formatted(path, column));
    }
  }

  private static Columns columnsOf(Columns.Header header, RecordRows rows, ReadOptions options) {
    try {
      return Columns.byHeader(header, options);
    } catch (InputException e) {
      if (rows.nested().isEmpty()) {
        throw e;
      }
      throw new InputException(
          "%s; not read, since they hold lists or objects: %s"
              .formatted(e.getMessage(), InputException.shown(String.join(", ", rows.nested()))));
    }
  }

  /** Chooses a column, if it is there; returns the index of its field. */
  private static int add(int column, List<Integer> chosen) {
    if (column == Columns.ABSENT) {
      return Columns.ABSENT;
    }
    chosen.add(column);
    return chosen.size() - 1;
  }

  /** A text, plain or packed. */
  final class Text implements RatingsInput {
    private final Path path;
    private final TextEncoding encoding;
    private final InputFile file;

    private Text(Path path, TextEncoding encoding) {
      this.path = path;
      this.encoding = encoding;
      this.file = InputFile.open(path);
    }

    @Override
    public RatingsFormat format(ReadOptions options, @Nullable RatingsFormat before)
        throws IOException {
      BufferedReader head = file.head(encoding);
      Path shown = InputFiles.shown(path);
      return JsonRows.startIn(head)
          ? formatOf(shown, new JsonRows(shown, file.text(encoding)), options)
          : RatingsFormat.detect(
              FirstLine.peek(shown, head), file.lines(encoding), options, before);
    }

    @Override
    public String sha256() throws IOException {
      return file.sha256();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** A query of a database. */
  final class Query implements RatingsInput {
    private final QueryRows rows;

    private Query(DatabaseQuery query) {
      this.rows = QueryRows.open(query);
    }

    @Override
    public RatingsFormat format(ReadOptions options, @Nullable RatingsFormat before)
        throws IOException {
      return formatOf(Path.of(QueryRows.SHOWN), rows, options);
    }

    @Override
    public String sha256() {
      return "";
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /** A Parquet file. */
  final class Parquet implements RatingsInput {
    private final Path path;
    private final ParquetRows rows;

    private Parquet(Path path) throws IOException {
      this.path = path;
      this.rows = new ParquetRows(path);
    }

    @Override
    public RatingsFormat format(ReadOptions options, @Nullable RatingsFormat before)
        throws IOException {
      return formatOf(path, rows, options);
    }

    @Override
    public String sha256() throws IOException {
      MessageDigest digest = Sha256.newDigest();
      try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        Files.copy(path, out);
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}

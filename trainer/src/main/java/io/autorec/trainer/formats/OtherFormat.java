package io.autorec.trainer.formats;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A format that is not read.
 *
 * @param label what it is, in messages
 * @param advice what to do with such a file
 */
public record OtherFormat(String label, String advice) {
  private static final String AS_PARQUET = "write it as Parquet or CSV";
  private static final String AS_CSV = "save the sheet as CSV";
  private static final String OF_PYTHON = "write it as Parquet or CSV from Python";
  private static final String OF_R = "write it by write.csv in R";

  /** How files of a format begin, one character a byte. Upper and lower case are the same. */
  private static final List<Beginning> BEGINNINGS =
      List.of(
          new Beginning(
              "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "an Excel 97 workbook", AS_CSV),
          new Beginning(
              "SQLite format 3\0", "an SQLite database", "sqlite3 -csv FILE 'SELECT ...' | ... -"),
          new Beginning("\u0089HDF\r\n\u001a\n", "an HDF5 file", AS_PARQUET),
          new Beginning("ARROW1\0\0", "an Arrow or Feather file", AS_PARQUET),
          new Beginning("FEA1", "a Feather file", AS_PARQUET),
          new Beginning("\u00ff\u00ff\u00ff\u00ff", "an Arrow stream", AS_PARQUET),
          new Beginning("Obj\u0001", "an Avro file", AS_PARQUET),
          new Beginning("\u0080\u0002", "a Python pickle", OF_PYTHON),
          new Beginning("\u0080\u0003", "a Python pickle", OF_PYTHON),
          new Beginning("\u0080\u0004", "a Python pickle", OF_PYTHON),
          new Beginning("\u0080\u0005", "a Python pickle", OF_PYTHON),
          new Beginning("\u0093NUMPY", "a NumPy array", OF_PYTHON),
          new Beginning("MATLAB 5.0 MAT", "a MATLAB file", "write it by writetable in MATLAB"),
          new Beginning("MATLAB 7.3 MAT", "a MATLAB file", "write it by writetable in MATLAB"),
          new Beginning("X\n\0\0\0", "an R data file", OF_R),
          new Beginning("RDX2\n", "an R data file", OF_R),
          new Beginning("RDX3\n", "an R data file", OF_R),
          new Beginning("<stata_dta>", "a Stata file", "write it by export delimited in Stata"),
          new Beginning("$FL2", "an SPSS file", "save it as CSV"),
          new Beginning("$FL3", "an SPSS file", "save it as CSV"),
          new Beginning(
              "\0\0\0\0\0\0\0\0\0\0\0\0\u00c2\u00ea\u0081`",
              "a SAS data set",
              "write it by PROC EXPORT"),
          new Beginning("\u00ff\u0006\0\0sNaPpY", "data in Snappy frames", "unpack it into a pipe"),
          new Beginning(
              "PAR1", "Parquet data", "pass them as files, not packed and not through a pipe"),
          new Beginning("PARE", "an encrypted Parquet file", "write it without encryption"),
          new Beginning("%PDF-", "a PDF", "pass the data that it was made of"),
          new Beginning(
              "version https://git-lfs", "a pointer of Git LFS", "git lfs pull fetches the file"),
          new Beginning(
              "<!DOCTYPE html",
              "a web page",
              "see if it asks to sign in, and download the file again"),
          new Beginning(
              "<html", "a web page", "see if it asks to sign in, and download the file again"),
          new Beginning("<?xml", "XML", "write user, item and rating as CSV"),
          new Beginning("@relation", "an ARFF file of Weka", "remove all lines up to @data"),
          new Beginning(
              "%%MatrixMarket matrix coordinate",
              "a Matrix Market file", "grep -v '^%' FILE | tail -n +2 | ... -"),
          new Beginning(
              "%%MatrixMarket",
              "a dense Matrix Market file", "write user, item and rating as CSV"));

  private static final List<Line> LINES =
      List.of(
          new Line(
              "[0-9]+:",
              "lines of the Netflix Prize",
              "awk -F, '/:$/ {m = $1 + 0; next} {print $1 \",\" m \",\" $2 \",\" $3}' FILE | ... -"),
          new Line(
              "[-+]?[0-9.]+(\\s+[0-9]+(:[0-9]+)?:[-+.0-9eE]+)+",
              "lines of LIBSVM, libFM or libFFM",
              "write user, item and rating as CSV"),
          new Line(
              "(?i)(-- .*dump.*|create table .*|insert into .*|/\\*!.*)",
              "an SQL dump",
              "load it, and write a query's rows as CSV"));

  /** The format of a file that begins with these bytes; empty if it is none of these. */
  public static Optional<OtherFormat> of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String lower = text.toLowerCase(Locale.ROOT);
    if (text.startsWith("ORC") && text.length() > 3 && text.charAt(3) < ' ') {
      return Optional.of(new OtherFormat("an ORC file", AS_PARQUET));
    }
    return BEGINNINGS.stream()
        .filter(beginning -> lower.startsWith(beginning.text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(beginning -> new OtherFormat(beginning.label, beginning.advice));
  }

  /** The format whose zip archives begin with these bytes; empty if it is none of these. */
  public static Optional<OtherFormat> ofZip(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String entry = text.substring(Math.min(30, text.length())); // the name of the first file
    if (entry.startsWith("mimetypeapplication/vnd.oasis")) {
      return Optional.of(new OtherFormat("an OpenDocument file", AS_CSV));
    }
    if (entry.matches("(?s)(xl/|docProps/|_rels/|\\[Content_Types]).*")) {
      return Optional.of(new OtherFormat("an Excel workbook", AS_CSV));
    }
    if (entry.matches("(?s)[\\w./-]{1,100}\\.npy.*")) {
      return Optional.of(new OtherFormat("a NumPy archive", OF_PYTHON));
    }
    return entry.matches("(?s)[\\w./-]{1,100}/data\\.pkl.*")
        ? Optional.of(new OtherFormat("a PyTorch file", OF_PYTHON))
        : Optional.empty();
  }

  /** The format of a text with such a first line; empty if it is none of these. */
  public static Optional<OtherFormat> ofLine(String line) {
    return LINES.stream()
        .filter(format -> format.pattern.matcher(line).matches())
        .findFirst()
        .map(format -> new OtherFormat(format.label, format.advice));
  }

  private record Beginning(String text, String label, String advice) {}

  private record Line(Pattern pattern, String label, String advice) {
    Line(String regex, String label, String advice) {
      this(Pattern.compile(regex), label, advice);
    }
  }
}

package io.autorec.trainer.ratings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.trainer.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats that are not read are named, with what to do. */
class RatingsReaderOtherFormatsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          d0cf11e0a1b11ae1                 | an Excel 97 workbook     | save the sheet as CSV
          53514c69746520666f726d6174203300 | an SQLite database       | sqlite3 -csv FILE 'SELECT ...' | ... -
          894844460d0a1a0a                 | an HDF5 file             | write it as Parquet or CSV
          4152524f57310000                 | an Arrow or Feather file | write it as Parquet or CSV
          46454131                         | a Feather file           | write it as Parquet or CSV
          ffffffff10000000                 | an Arrow stream          | write it as Parquet or CSV
          4f52430a0612                     | an ORC file              | write it as Parquet or CSV
          4f626a0104                       | an Avro file             | write it as Parquet or CSV
          800495                           | a Python pickle          | write it as Parquet or CSV from Python
          934e554d5059                     | a NumPy array            | write it as Parquet or CSV from Python
          4d41544c414220352e30204d41542d   | a MATLAB file            | write it by writetable in MATLAB
          580a00000003                     | an R data file           | write it by write.csv in R
          524458330a                       | an R data file           | write it by write.csv in R
          3c73746174615f6474613e           | a Stata file             | write it by export delimited in Stata
          24464c32                         | an SPSS file             | save it as CSV
          ff060000734e61507059             | data in Snappy frames    | unpack it into a pipe
          50415245                         | an encrypted Parquet file | write it without encryption
          255044462d                       | a PDF                    | pass the data that it was made of
          3c21646f63747970652068746d6c3e   | a web page               | see if it asks to sign in, and download the file again
          3c3f786d6c                       | XML                      | write user, item and rating as CSV
          """)
  void read_namesTheFormat_byItsFirstBytes(String hex, String label, String advice)
      throws IOException {
    byte[] bytes = new byte[300];
    byte[] head = HexFormat.of().parseHex(hex);
    System.arraycopy(head, 0, bytes, 0, head.length);
    String pipe = label.startsWith("an SQLite") ? " | ... -" : "";
    assertEquals(
        ": " + label + " (expected: text, JSON lines or Parquet; " + advice + pipe + ")",
        refusal(bytes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [Content_Types].xml                                       | an Excel workbook    | save the sheet as CSV
          xl/workbook.xml                                           | an Excel workbook    | save the sheet as CSV
          mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK  | an OpenDocument file | save the sheet as CSV
          arr_0.npy                                                 | a NumPy archive      | write it as Parquet or CSV from Python
          model/data.pkl                                            | a PyTorch file       | write it as Parquet or CSV from Python
          """)
  void read_namesTheFormat_byTheFirstNameInAZipArchive(String entry, String label, String advice)
      throws IOException {
    String zip = "PK\u0003\u0004" + "\0".repeat(26) + entry + "\0\u0001\u0002";
    assertEquals(
        ": " + label + " (expected: text, JSON lines or Parquet; " + advice + ")",
        refusal(zip.getBytes(ISO_8859_1)));
  }

  @Test
  void read_namesTheFormat_ofTexts() throws IOException {
    assertEquals(
        ":1: lines of the Netflix Prize: \"1:\" (expected: text, JSON lines or Parquet; awk -F, '/:$/ {m = $1 + 0; next}"
            + " {print $1 \",\" m \",\" $2 \",\" $3}' FILE | ... -)",
        refusal("1:\n1488844,3,2005-09-06\n"));
    assertEquals(
        ":1: lines of LIBSVM, libFM or libFFM: \"5 1:1 7:1\" (expected: text, JSON lines or Parquet; write user, item"
            + " and rating as CSV)",
        refusal("5 1:1 7:1\n"));
    assertEquals(
        ":1: an SQL dump: \"-- MySQL dump 10.13\" (expected: text, JSON lines or Parquet; load it, and write a query's"
            + " rows as CSV)",
        refusal("-- MySQL dump 10.13\n--\n"));
    assertEquals(
        ": a Matrix Market file (expected: text, JSON lines or Parquet; grep -v '^%' FILE | tail -n +2 | ... -)",
        refusal("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 5\n"));
    assertEquals(
        ": a pointer of Git LFS (expected: text, JSON lines or Parquet; git lfs pull fetches the file)",
        refusal("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"));
    assertEquals(
        ": an ARFF file of Weka (expected: text, JSON lines or Parquet; remove all lines up to @data)",
        refusal("@RELATION ratings\n"));
  }

  @Test
  void read_namesParquet_whereItCannotBeRead() throws IOException {
    assertEquals(
        ": Parquet data within gzip data (expected: text, JSON lines or Parquet; pass them as files, not packed and not"
            + " through a pipe)",
        refusal(TextFiles.gzipped("PAR1 and more")));
    assertEquals(
        ": broken Parquet data: its end is missing (is the file cut off?)",
        refusal("PAR1" + "x".repeat(50)));
  }

  private String refusal(String text) throws IOException {
    return refusal(text.getBytes(ISO_8859_1));
  }

  private String refusal(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("f"), bytes);
    ReadOptions options = ReadOptions.defaults();
    InputException e = assertThrows(InputException.class, () -> RatingsReader.read(file, options));
    return String.valueOf(e.getMessage()).substring(file.toString().length());
  }
}

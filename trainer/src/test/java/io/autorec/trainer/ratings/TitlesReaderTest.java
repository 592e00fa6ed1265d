package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.input.TextEncoding;
import io.autorec.trainer.records.ParquetTestFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TitlesReaderTest {
  private static final Map<String, String> TITLES =
      Map.of("1", "Café, \"Noir\" (1960)", "x2", "The Other | One");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "movieId,title,genres\n1,\"Café, \"\"Noir\"\" (1960)\",Crime\nx2,The Other | One,A|B\n",
        "\uFEFFTitle;genres;Item_Id\r\n\"Café, \"\"Noir\"\" (1960)\";C;1\r\nThe Other | One;;x2\r\n",
        "1::Café, \"Noir\" (1960)::Crime|A\nx2::The Other | One::B\n\n",
        "1::Café, \"Noir\" (1960)\nx2::The Other | One\n",
      })
  void read_givesTheTitles_whateverTheFormatAndEncoding(String text) throws IOException {
    assertEquals(TITLES, read(text, StandardCharsets.UTF_8));
    if (!text.startsWith("\uFEFF")) {
      assertEquals(TITLES, read(text, StandardCharsets.ISO_8859_1));
    }
    Path gz = Files.write(folder.resolve("titles"), TextFiles.gzipped(text));
    assertEquals(TITLES, TitlesReader.read(gz, ReadOptions.defaults()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id\ttitle\tyear\n1\tCafé\t1960\nx2\tOther\t\n",
        "1\tCafé\nx2\tOther\n",
        "1;Café;x\nx2;Other;y\n",
        "1,Café\nx2,Other\n",
        "book_id,goodreads_book_id,authors,title\n1,91,\"A, B\",Café\nx2,92,C,Other\n",
        "asin|product_title\n1|Café\nx2|Other\n",
      })
  void read_givesTheTitles_whateverTheDialect(String text) throws IOException {
    assertEquals(Map.of("1", "Café", "x2", "Other"), read(text, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"movieId\": 1, \"title\": \"Caf\u00e9\"}\n{\"movieId\": \"x2\", \"title\": \"Other\"}\n",
        "[{\"asin\": \"1\", \"title\": \"Caf\u00e9\", \"tags\": []}, {\"asin\": \"x2\", \"title\": \"Other\"}]",
      })
  void read_givesTheTitles_ofJson(String text) throws IOException {
    Path file = TextFiles.write(folder, "titles", text);
    assertEquals(
        Map.of("1", "Caf\u00e9", "x2", "Other"), TitlesReader.read(file, ReadOptions.defaults()));
  }

  @Test
  void read_givesTheTitles_ofParquet_andNamesItsColumns() throws IOException {
    Path file = folder.resolve("titles");
    try (ParquetTestFile rows =
        new ParquetTestFile(file, "required int64 movie; optional binary film (STRING);")) {
      rows.row(row -> row.append("movie", 1L).append("film", "Caf\u00e9"));
      rows.row(row -> row.append("movie", 2L));
    }
    ReadOptions named = ReadOptions.defaults().toBuilder().titleColumn("film").build();
    assertEquals(Map.of("1", "Caf\u00e9"), TitlesReader.read(file, named));
    InputException e =
        assertThrows(InputException.class, () -> TitlesReader.read(file, ReadOptions.defaults()));
    assertEquals(
        file
            + ": columns \"movie, film\" (expected: movieId and title, or as --item-column and --title-column say)",
        e.getMessage());
  }

  @Test
  void read_givesTheTitles_ofStandardInput() {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream("# all\nmovieId,title\n1,A\n".getBytes(StandardCharsets.UTF_8)));
      assertEquals(Map.of("1", "A"), TitlesReader.read(Path.of("-"), ReadOptions.defaults()));
      System.setIn(new ByteArrayInputStream("1,1,2\n2,2,3\n".getBytes(StandardCharsets.UTF_8)));
      RatingsFile ratings = RatingsReader.read(InputFiles.of(Path.of("-")), ReadOptions.defaults());
      InputException e =
          assertThrows(
              InputException.class,
              () ->
                  TitlesReader.addTo(
                      ratings,
                      Path.of("-"),
                      TextEncoding.DETECTED,
                      ReadOptions.defaults(),
                      note -> {}));
      assertEquals(
          "--titles: standard input, which the ratings came from (expected: a file)",
          e.getMessage());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void read_takesTheColumnsThatTheOptionsName() throws IOException {
    Path file = TextFiles.write(folder, "t", "code,label,title\n1,Café,no\nx2,Other,no\n");
    ReadOptions named =
        ReadOptions.defaults().toBuilder().itemColumn("code").titleColumn("label").build();
    Map<String, String> expected = Map.of("1", "Café", "x2", "Other");
    assertEquals(expected, TitlesReader.read(file, named));
    ReadOptions positions =
        ReadOptions.defaults().toBuilder().itemColumn("code").titleColumn("2").build();
    assertEquals(expected, TitlesReader.read(file, positions));
    // The ratings' own name of the column need not be that of the titles.
    Path other = TextFiles.write(folder, "o", "movieId,title\n1,Café\nx2,Other\n");
    ReadOptions ofRatings = ReadOptions.defaults().toBuilder().itemColumn("film").build();
    assertEquals(expected, TitlesReader.read(other, ofRatings));
  }

  @Test
  void read_givesTheTitles_ofPipeSeparatedLines() throws IOException {
    Map<String, String> titles =
        read(
            "2|GoldenEye (1995)|01-Jan-1995||u|0\n1|Très (1995)|||u|0\n",
            StandardCharsets.ISO_8859_1);
    assertEquals(List.of("2", "1"), List.copyOf(titles.keySet()));
    assertEquals("Très (1995)", titles.get("1"));
  }

  @Test
  void read_saysSo_whenItTakesBytesForWindows1252() throws IOException {
    String text = "1|Café – “Noir”|x\n";
    Path file = Files.write(folder.resolve("t"), text.getBytes(Charset.forName("windows-1252")));
    List<String> notes = new ArrayList<>();
    assertEquals(
        Map.of("1", "Café – “Noir”"),
        TitlesReader.read(file, TextEncoding.DETECTED, ReadOptions.defaults(), notes::add));
    assertEquals(
        List.of(file + ": not UTF-8, read as windows-1252; --encoding says otherwise"), notes);
    notes.clear();
    assertEquals(
        Map.of("1", "Café – “Noir”"),
        TitlesReader.read(
            file, TextEncoding.named("windows-1252"), ReadOptions.defaults(), notes::add));
    Files.writeString(file, text);
    assertEquals(
        Map.of("1", "Café – “Noir”"),
        TitlesReader.read(file, TextEncoding.DETECTED, ReadOptions.defaults(), notes::add));
    Files.write(file, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
    assertEquals(
        Map.of("1", "Café – “Noir”"),
        TitlesReader.read(file, TextEncoding.DETECTED, ReadOptions.defaults(), notes::add));
    assertEquals(List.of(), notes);
  }

  @Test
  void read_namesLineAndByte_whenTitlesAreInNoKnownEncoding() throws IOException {
    Path file = Files.write(folder.resolve("t"), new byte[] {'1', '|', (byte) 0x81, '|', '\n'});
    InputException e =
        assertThrows(InputException.class, () -> TitlesReader.read(file, ReadOptions.defaults()));
    assertEquals(
        file
            + ":1: byte 0x81 is not UTF-8 (expected: UTF-8, or --encoding NAME, such as ISO-8859-1 or windows-1252)",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "movieId\ttitle\ttag\n1\t\"Low (LP\tx\n2\tSingle 7\"\tx\n3\t\"a \"\"b\"\" c\"\tx\n",
        "1::\"Low (LP::x\n2::Single 7\"::x\n3::a \"b\" c::x\n",
        "1|\"Low (LP|x\n2|Single 7\"|x\n3|\"a \"\"b\"\" c\"|x\n",
      })
  void read_takesAQuoteAsText_unlessItEnclosesTheTitle(String text) throws IOException {
    assertEquals(
        Map.of("1", "\"Low (LP", "2", "Single 7\"", "3", "a \"b\" c"),
        read(text, StandardCharsets.UTF_8));
  }

  @Test
  void read_leavesOutEmptyTitles() throws IOException {
    assertEquals(Map.of("2", "B"), read("1::::Crime\n2::B::Crime\n", StandardCharsets.UTF_8));
  }

  @Test
  void read_namesLineAndValue_whenALineIsBad() throws IOException {
    assertMessage("t:3: fields: 1 (expected: at least 2: id, title)", "movieId,title\n1,A\n2\n");
    assertMessage("t:2: a quoted field that is never closed", "movieId,title\n1,\"A\n2,B\n");
    assertMessage("t:2: item id empty (expected: an id)", "1::A::x\n::B::x\n");
    assertMessage(
        "t:2: item \"1\" has a second title \"B\" (expected: one, and it had \"A\")",
        "1|A|\n1|B|\n");
    assertMessage(
        "t:1: \"Title of nothing\""
            + " (expected: a header with movieId and title or as --item-column and --title-column say; or lines such"
            + " as id::title, id|title)",
        "Title of nothing\n");
    assertMessage("t: no text in it", "\n\n");
    assertMessage("t: empty", "");
  }

  @Test
  void read_saysSo_whenThereIsNoFile() {
    Path file = folder.resolve("t");
    InputException e =
        assertThrows(InputException.class, () -> TitlesReader.read(file, ReadOptions.defaults()));
    assertEquals(file + ": no such file", e.getMessage());
  }

  private void assertMessage(String message, String text) throws IOException {
    Path file = TextFiles.write(folder, "t", text);
    InputException e =
        assertThrows(InputException.class, () -> TitlesReader.read(file, ReadOptions.defaults()));
    assertEquals(folder.resolve(message).toString(), e.getMessage());
  }

  private Map<String, String> read(String text, Charset charset) throws IOException {
    return TitlesReader.read(
        Files.write(folder.resolve("titles"), text.getBytes(charset)), ReadOptions.defaults());
  }
}

package io.autorec.trainer.ratings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.input.TextEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of files with which people reported trouble, that no other test has. */
class RatingsReaderReportsTest {
  private static final String TABLE = "1 A 1.0\n1 B 5.0\n2 A 4.0\n";
  private static final String CSV = "userId,movieId,rating\n1,A,1\n1,B,5\n2,A,4\n";
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // reviews with line breaks, separators and doubled quotes in texts that are not read
        """
        Id,ProductId,UserId,ProfileName,Score,Time,Text
        1,A,1,"x ""y\""",1,1300000000,"one, two
        three, ""four\"""
        2,B,1,z,5,1300000001,""
        3,A,2,"a,b",4,1300000002,"

        "
        """,
        // the first data set of reviews: a 1-star rating whose title opens a quote
        """
        marketplace\tcustomer_id\tproduct_id\tproduct_title\tstar_rating\treview_body
        US\t1\tA\t"Best of (LP\t1\tbad
        US\t1\tB\t7" single\t5\t"good" indeed
        US\t2\tA\tx\t4\t"
        """,
        "A,1,1,1300000000\nB,1,5,1300000000\nA,2,4,1300000000\n",
        "::user::item::rating\n::1::A::1\n::1::B::5\n::2::A::4\n",
        "1|A|1\n1|B|5\n2|A|4\n",
        "user,item,rating,time\n1,A,1,\n1,B,5,\n2,A,4,\n",
      })
  void read_givesTheTable_whateverTheReport(String text) throws IOException {
    boolean itemFirst = text.startsWith("A,1");
    ReadOptions options =
        itemFirst ? DEFAULTS.toBuilder().userColumn("2").itemColumn("1").build() : DEFAULTS;
    assertEquals(TABLE, contents(text, options));
  }

  @Test
  void read_takesNegativeRatings_andUpAndDown() throws IOException {
    assertEquals(
        "1 A -9.81\n1 B 0.0\n2 A 9.5\n",
        contents("user,joke_id,rating\n1,A,-9.81\n1,B,0.00\n2,A,9.50\n", DEFAULTS));
    assertEquals(
        "1 A -1.0\n1 B 1.0\n2 A 1.0\n",
        contents("user,item,rating\n1,A,-1\n1,B,+1\n2,A,1\n", DEFAULTS));
  }

  @Test
  void read_takesTruthValues_forOneAndZero() throws IOException {
    assertEquals(
        "1 A 1.0\n1 B 0.0\n2 A 0.0\n",
        contents("user,item,rating\n1,A,true\n1,B,False\n2,A,FALSE\n", DEFAULTS));
  }

  @Test
  void read_keepsTwoSpellingsOfAName_apart() throws IOException {
    assertEquals(
        "Zoe\u0308 A 2.0\nZo\u00eb A 1.0\nZo\u00eb B 3.0\n",
        contents("user,item,rating\nZo\u00eb,A,1\nZoe\u0308,A,2\nZo\u00eb,B,3\n", DEFAULTS));
  }

  @Test
  void read_unpacksBzip2AndZstd() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(CSV.getBytes(UTF_8));
    }
    Path file = Files.write(folder.resolve("ratings.csv"), bytes.toByteArray());
    assertEquals(TABLE, TextFiles.contents(RatingsReader.read(file, DEFAULTS).table()));
    bytes.reset();
    try (OutputStream out = new io.airlift.compress.zstd.ZstdOutputStream(bytes)) {
      out.write(CSV.getBytes(UTF_8));
    }
    Files.write(file, bytes.toByteArray());
    assertEquals(TABLE, TextFiles.contents(RatingsReader.read(file, DEFAULTS).table()));
  }

  @Test
  void read_takesLatin1_onceTold() throws IOException {
    String text =
        "\"User-ID\";\"ISBN\";\"Book-Rating\"\n\"1\";\"\u00c4\";\"0\"\n\"1\";\"B\";\"7\"\n\"2\";\"B\";\"8\"\n";
    Path file = Files.write(folder.resolve("r.csv"), text.getBytes(ISO_8859_1));
    InputFiles input = new InputFiles(List.of(file), TextEncoding.named("ISO-8859-1"));
    assertEquals(
        "1 B 7.0\n1 \u00c4 0.0\n2 B 8.0\n",
        TextFiles.contents(RatingsReader.read(input, DEFAULTS).table()));
  }

  @Test
  void read_leavesTheRowAlone_whoseQuoteDoesNotEncloseAField() throws IOException {
    String text = "user,item,title,rating\n1,A,\"Item\" 1,9\n1,A,x,1\n1,B,x,5\n2,A,x,4\n";
    Path file = TextFiles.write(folder, "r.csv", text);
    assertEquals(
        file
            + ":2: text after a closing quote: \"1,9\" (expected: a separator; a quote inside a quoted field is"
            + " written twice); --skip-bad-rows leaves such rows out",
        refusal(file, DEFAULTS));
    assertEquals(TABLE, contents(text, DEFAULTS.toBuilder().skipBadRows(true).build()));
  }

  @Test
  void read_namesTheOptions_whenNoNameIsAUsualOne() throws IOException {
    Path file = TextFiles.write(folder, "r.csv", "Usuario;Pel\u00edcula;Nota\n1;A;1\n");
    assertEquals(
        file
            + ":1: no column of users in the header \"Usuario, Pel\u00edcula, Nota\""
            + " (expected: one named userId or user, or as --user-column NAME or POSITION says)",
        refusal(file, DEFAULTS));
    assertEquals(
        TABLE,
        contents(
            "Usuario;Pel\u00edcula;Nota\n1;A;1\n1;B;5\n2;A;4\n",
            DEFAULTS.toBuilder()
                .userColumn("Usuario")
                .itemColumn("Pel\u00edcula")
                .ratingColumn("3")
                .build()));
  }

  private String contents(String text, ReadOptions options) throws IOException {
    Path file = TextFiles.write(folder, "r.csv", text);
    return TextFiles.contents(RatingsReader.read(file, options).table());
  }

  private static String refusal(Path file, ReadOptions options) {
    return String.valueOf(
        assertThrows(InputException.class, () -> RatingsReader.read(file, options)).getMessage());
  }
}

package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingsReaderTest {
  private static final String TABLE = "1 10 4.0\n1 20 3.5\n2 10 -1.0\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userId,movieId,rating,timestamp\n1,10,4,9\n1,20,3.5,9\n2,10,-1,9\n",
        "userId,movieId,rating\n1,10,4.0\n1,20,3.5\n2,10,-1",
        "userId,movieId,rating\r\n1,10,4\r\n1,20,3.5\r\n2,10,-1\r\n\r\n\r\n",
        "\uFEFFuserId,movieId,rating\n1,10,4\n1,20,3.5\n2,10,-1\n",
        "\n \nuserId,movieId,rating\n\n1,10,4\n  \n1,20,3.5\n2,10,-1\n",
        "\"userId\",\"movieId\",\"rating\"\n\"1\",\"10\",\"4\"\n1,20,3.5\n2,10,-1\n",
        "USER_ID;item id;Score\n1;10;4\n1;20;3.5\n2;10;-1\n",
        "user\titem\trating\ttime\n1\t10\t4\t9\n1\t20\t3.5\t9\n2\t10\t-1\t9\n",
        "rating,comment,item,user\n4,\"a, \"\"b\"\"\nc\",10,1\n3.5,,20,1\n-1,,10,2\n",
        "userId, movieId, rating\n 1 , 10 , 4 \n1, \"20\" ,3.5\n2,10,-1\n",
        "1::10::4::9\n1::20::3.5::9\n2::10::-1::9\n",
        "1::10::4\n1::20::3.5\n2::10::-1\n",
        "\uFEFF1::10::4::9\r\n1::20::3.5::9\r\n\r\n2::10::-1::9\r\n",
        "1\t10\t4\t9\n1\t20\t3.5\t9\n2\t10\t-1\t9\n\n",
        "1\t10\t4\n1\t20\t3.5\n2\t10\t-1\n",
      })
  void read_givesTheTable_whateverTheFormat(String text) throws IOException {
    assertEquals(TABLE, TextFiles.contents(read(text).table()));
  }

  @Test
  void read_findsTheGivenColumns_whenNamed() throws IOException {
    Path file =
        TextFiles.write(
            folder, "r.csv", "who;what;rating;stars;when\n1;10;9;4;5\n1;20;9;3.5;5\n2;10;9;-1;5\n");
    ReadOptions options =
        ReadOptions.defaults().toBuilder()
            .userColumn("who")
            .itemColumn("What")
            .ratingColumn("stars")
            .timestampColumn("when")
            .build();
    assertEquals(TABLE, TextFiles.contents(RatingsReader.read(file, options).table()));
  }

  @Test
  void read_unpacks_whenGzippedUnderAnyName() throws IOException {
    Path file = folder.resolve("ratings.csv");
    Files.write(file, TextFiles.gzipped("userId,movieId,rating\n1,10,4\n1,20,3.5\n2,10,-1\n"));
    assertEquals(
        TABLE, TextFiles.contents(RatingsReader.read(file, ReadOptions.defaults()).table()));
  }

  @Test
  void read_keepsTheLatest_whenAPairIsRepeated() throws IOException {
    RatingsFile file = read("1::10::1::300\n1::10::2::400\n1::10::3::100\n2::20::5::1\n");
    assertEquals("1 10 2.0\n2 20 5.0\n", TextFiles.contents(file.table()));
    assertEquals(4, file.rows());
    assertEquals(2, file.repeatedPairs());
  }

  @Test
  void read_keepsTheLastLine_whenTimestampsAreEqualOrAbsent() throws IOException {
    String expected = "1 10 3.0\n2 20 5.0\n";
    assertEquals(
        expected, TextFiles.contents(read("1::10::4::7\n1::10::3::7\n2::20::5::7\n").table()));
    assertEquals(expected, TextFiles.contents(read("1::10::4\n2::20::5\n1::10::3\n").table()));
  }

  @Test
  void read_sortsIdsNumerically_whenAllAreIntegers() throws IOException {
    RatingsFile file = read("10::-3::1\n9::100000000000000000000::2\n007::4::3\n7::4::3\n");
    assertEquals(List.of("007", "7", "9", "10"), file.table().users().ids());
    assertEquals(List.of("-3", "4", "100000000000000000000"), file.table().items().ids());
  }

  @Test
  void read_sortsIdsByCodePoint_whenOneIsNoInteger() throws IOException {
    // In UTF-16 order U+1F600 would come before U+FF5E.
    RatingsFile file = read("10::\uFF5E::1\nx9::\uD83D\uDE00::2\n9::a::3\n");
    assertEquals(List.of("10", "9", "x9"), file.table().users().ids());
    assertEquals(List.of("a", "\uFF5E", "\uD83D\uDE00"), file.table().items().ids());
  }

  @Test
  void read_keepsIdsAsSpelled_apartFromSurroundingBlanks() throws IOException {
    RatingsFile file = read("user,item,rating\n Ann B ,0x1,1\nann b,\"1,5\",2\n");
    assertEquals(List.of("Ann B", "ann b"), file.table().users().ids());
    assertEquals(List.of("0x1", "1,5"), file.table().items().ids());
  }

  @Test
  void read_takesIdsThatStartAsAZipArchiveDoes() throws IOException {
    String text = "PK\t10\t4\nPK\t20\t3\nb\t10\t5\n";
    assertEquals("PK 10 4.0\nPK 20 3.0\nb 10 5.0\n", TextFiles.contents(read(text).table()));
  }

  @Test
  void read_makesMinusZeroZero() throws IOException {
    RatingTable table = read("1::1::-0.0\n2::2::1e0\n").table();
    assertEquals(Float.floatToRawIntBits(0f), Float.floatToRawIntBits(table.rating(0)));
  }

  @Test
  void read_countsBadRows_whenToldToSkipThem() throws IOException {
    Path file =
        TextFiles.write(
            folder,
            "r.csv",
            "user,item,rating,time\n1,1,1,1\n1,2\n,1,1,1\n1,1,x,1\n2,2,y,2\n2,2,3,1\n");
    RatingsFile read =
        RatingsReader.read(file, ReadOptions.defaults().toBuilder().skipBadRows(true).build());
    assertEquals("1 1 1.0\n2 2 3.0\n", TextFiles.contents(read.table()));
    assertEquals(4, read.skippedRows());
    assertEquals(2, read.rows());
  }

  @Test
  void read_tellsNameAndDigestOfTheBytesOnDisk() throws IOException {
    RatingsFile file = read("1::1::1\n2::2::2\n");
    assertEquals("ratings.txt", file.fileName());
    // printf '1::1::1\n2::2::2\n' | sha256sum
    assertEquals("1b2afda29e90ed2a2bc9b8ec31ca0c3731c1e1956643cfd872eac74db26704fd", file.sha256());
  }

  private RatingsFile read(String text) throws IOException {
    return RatingsReader.read(TextFiles.write(folder, "ratings.txt", text), ReadOptions.defaults());
  }
}

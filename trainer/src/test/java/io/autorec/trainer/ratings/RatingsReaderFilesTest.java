package io.autorec.trainer.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.Sha256;
import io.autorec.trainer.input.InputException;
import io.autorec.trainer.input.InputFiles;
import io.autorec.trainer.input.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ratings from several files, from pipes and in other encodings. */
class RatingsReaderFilesTest {
  private static final String HEADER = "userId,movieId,rating\n";

  @TempDir Path folder;

  private RatingsFile read(String encoding, String... names) {
    return RatingsReader.read(
        new InputFiles(
            List.of(names).stream().map(folder::resolve).toList(), TextEncoding.named(encoding)),
        ReadOptions.defaults());
  }

  private String refusal(String encoding, String... names) {
    return String.valueOf(
        assertThrows(InputException.class, () -> read(encoding, names)).getMessage());
  }

  @Test
  void read_joinsFiles_eachWithTheHeader() throws IOException {
    Path a = TextFiles.write(folder, "a.csv", HEADER + "1,10,3\n2,20,4\n");
    Path b = TextFiles.write(folder, "b.csv", HEADER + "1,20,5\n1,10,1\n");
    Path c = TextFiles.write(folder, "c.csv", HEADER);
    RatingsFile read = read("", "a.csv", "b.csv", "c.csv");
    assertEquals("1 10 1.0\n1 20 5.0\n2 20 4.0\n", TextFiles.contents(read.table()));
    assertEquals(4, read.rows());
    assertEquals(1, read.repeatedPairs());
    assertEquals("a.csv, b.csv, c.csv", read.fileName());
    String digests =
        String.join("\n", Sha256.hex(Files.readAllBytes(a)), Sha256.hex(Files.readAllBytes(b)))
            + "\n"
            + Sha256.hex(Files.readAllBytes(c))
            + "\n";
    assertEquals(Sha256.hex(digests.getBytes(StandardCharsets.US_ASCII)), read.sha256());
  }

  @Test
  void read_joinsTheFilesOfAFolder_packedOrNot() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    TextFiles.write(parts, "part-0", "1\t10\t3\n2\t20\t4\n");
    Files.write(parts.resolve("part-1.gz"), TextFiles.gzipped("3\t10\t1\n"));
    TextFiles.write(parts, "_SUCCESS", "nothing");
    Files.createFile(parts.resolve("part-2"));
    RatingsFile read = read("", "parts");
    assertEquals("1 10 3.0\n2 20 4.0\n3 10 1.0\n", TextFiles.contents(read.table()));
    assertEquals("parts", read.fileName());
  }

  @Test
  void read_refusesFilesWithOtherColumns_andNamesFileAndLineOfABadRow() throws IOException {
    TextFiles.write(folder, "a.csv", HEADER + "1,10,3\n2,20,4\n");
    TextFiles.write(folder, "b.csv", "movieId,userId,rating\n1,10,3\n");
    assertEquals(
        "%s: columns \"movieId, userId, rating\" (expected: those of %s, at the same places, under the same header if there is one: \"userId, movieId, rating\")"
            .formatted(folder.resolve("b.csv"), folder.resolve("a.csv")),
        refusal("", "a.csv", "b.csv"));
    TextFiles.write(folder, "c.csv", HEADER + "1,20,x\n");
    String bad = refusal("", "a.csv", "c.csv");
    assertTrue(
        bad.startsWith(folder.resolve("c.csv") + ":2: rating \"x\" (expected: a number"), bad);
    TextFiles.write(folder, "empty.csv", "");
    assertEquals(folder.resolve("empty.csv") + ": empty", refusal("", "a.csv", "empty.csv"));
  }

  @Test
  void read_takesIdsInAnEncoding() throws IOException {
    String text = HEADER + "Zoë,10,3\nZoé,20,4\n";
    for (String name : List.of("ISO-8859-1", "windows-1252", "UTF-16LE", "Shift_JIS")) {
      String encodable = name.equals("Shift_JIS") ? text.replace("ë", "日").replace("é", "本") : text;
      Files.write(folder.resolve("a.csv"), encodable.getBytes(Charset.forName(name)));
      assertEquals(
          encodable.contains("日") ? List.of("Zo日", "Zo本") : List.of("Zoé", "Zoë"),
          sortedUsers(read(name, "a.csv")));
    }
    Files.write(folder.resolve("a.csv"), text.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        folder.resolve("a.csv")
            + ":2: byte 0xEB is not UTF-8 (expected: UTF-8, or --encoding NAME, such as ISO-8859-1 or windows-1252)",
        refusal("", "a.csv"));
    Files.write(folder.resolve("a.csv"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE));
    assertEquals(List.of("Zoé", "Zoë"), sortedUsers(read("", "a.csv")));
  }

  private static List<String> sortedUsers(RatingsFile file) {
    return file.table().users().ids().stream().sorted().toList();
  }

  @Test
  void read_readsStandardInputOnce() {
    InputStream before = System.in;
    String text = HEADER + "1,10,3\n2,20,4\n";
    try {
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      RatingsFile read = RatingsReader.read(InputFiles.of(Path.of("-")), ReadOptions.defaults());
      assertEquals("1 10 3.0\n2 20 4.0\n", TextFiles.contents(read.table()));
      assertEquals("standard input", read.fileName());
      assertEquals(Sha256.hex(text.getBytes(StandardCharsets.UTF_8)), read.sha256());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void read_readsANamedPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    byte[] parts = TextFiles.gzipped(HEADER + "1,10,3\n");
    byte[] more = TextFiles.gzipped("2,20,4\n");
    Thread writer =
        new Thread(
            () -> {
              try (java.io.OutputStream out = new java.io.FileOutputStream(pipe.toFile())) {
                out.write(parts);
                out.flush();
                out.write(more);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    writer.start();
    RatingsFile read = RatingsReader.read(pipe, ReadOptions.defaults());
    writer.join();
    assertEquals("1 10 3.0\n2 20 4.0\n", TextFiles.contents(read.table()));
    assertEquals("pipe", read.fileName());
  }
}

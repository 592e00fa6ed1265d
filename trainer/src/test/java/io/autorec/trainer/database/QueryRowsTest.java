package io.autorec.trainer.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import io.autorec.trainer.ratings.RatingsFile;
import io.autorec.trainer.ratings.RatingsReader;
import io.autorec.trainer.ratings.ReadOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a driver is found and what it is asked for, with a driver that notes and fails. */
class QueryRowsTest {
  private static final String URL = "jdbc:fake://u:S3kr!t@h/db";

  @TempDir Path folder;

  @BeforeEach
  void writeJar() throws IOException {
    FakeDriver.reset(12);
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("fake.jar")))) {
      service(jar, FakeDriver.class.getName());
    }
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("broken.jar")))) {
      service(jar, "io.autorec.NoSuchDriver");
    }
  }

  private static void service(JarOutputStream jar, String driver) throws IOException {
    jar.putNextEntry(new JarEntry("META-INF/services/java.sql.Driver"));
    jar.write(driver.getBytes(StandardCharsets.UTF_8));
    jar.closeEntry();
  }

  private RatingsFile read(String url, ReadOptions options) {
    return RatingsReader.read(
        new DatabaseQuery(
            new JdbcUrl(url),
            "shop",
            "beside-url",
            "SELECT a ; \n",
            new Drivers(List.of(folder.resolve("fake.jar")), null),
            null),
        options);
  }

  private String refusal(String url, ReadOptions options) {
    String message =
        String.valueOf(assertThrows(InputException.class, () -> read(url, options)).getMessage());
    assertFalse(message.contains("S3kr!t") || message.contains("beside-url"), message);
    return message;
  }

  @Test
  void read_streamsInAReadOnlyTransaction_andEndsIt() {
    RatingsFile file = read(URL, ReadOptions.defaults());
    assertEquals(12, file.rows());
    assertEquals("jdbc:fake://h/db", file.fileName());
    assertEquals(
        List.of(
            "setReadOnlytrue",
            "setAutoCommitfalse",
            "setFetchSize5000",
            "query SELECT a",
            "rollback",
            "close"),
        FakeDriver.NOTES);
  }

  @Test
  void read_streamsFromMySql_byItsOwnFetchSize() {
    assertEquals(12, read("jdbc:mysql://h/db", ReadOptions.defaults()).rows());
    assertTrue(FakeDriver.NOTES.contains("setFetchSize" + Integer.MIN_VALUE));
  }

  @Test
  void read_refusesALostConnection_evenIfBadRowsAreSkipped() {
    FakeDriver.failure = "I/O error\n at S3kr!t, beside-url";
    ReadOptions skip = ReadOptions.defaults().toBuilder().skipBadRows(true).build();
    assertEquals("query, after row 12: I/O error at ***, ***", refusal(URL, skip));
    FakeDriver.reset(0);
    FakeDriver.failure = "I/O error";
    assertEquals("query: I/O error", refusal(URL, skip));
  }

  @Test
  void read_endsAtOnce_atABadRow() {
    FakeDriver.badItem = "S3kr!t is no date";
    assertEquals(
        "query, row 1: column item_id: *** is no date; --skip-bad-rows leaves such rows out",
        refusal(URL, ReadOptions.defaults()));
    assertEquals(
        List.of("abort", "rollback", "close"),
        FakeDriver.NOTES.subList(FakeDriver.NOTES.size() - 3, FakeDriver.NOTES.size()));
  }

  @Test
  void read_namesNoSecret_whereItCannotConnect() {
    assertEquals(
        "jdbc:fake://h/down: cannot connect: no answer from jdbc:fake://h/down as {user=shop, password=***}",
        refusal("jdbc:fake://u:S3kr!t@h/down", ReadOptions.defaults())
            .replace("{password=***, user=shop}", "{user=shop, password=***}"));
  }

  @Test
  void read_namesNoSecret_whereADriverThrowsWhatItShouldNot() {
    assertEquals(
        "jdbc:fake://h/odd: cannot connect: odd: jdbc:fake://h/odd",
        refusal("jdbc:fake://u:S3kr!t@h/odd", ReadOptions.defaults()));
  }

  @Test
  void connect_findsTheDriverInAFolder_besideABrokenOne() {
    Drivers drivers = new Drivers(List.of(), folder);
    DatabaseQuery query =
        new DatabaseQuery(new JdbcUrl("jdbc:fake:x"), "", "", "SELECT", drivers, null);
    assertEquals(12, RatingsReader.read(query, ReadOptions.defaults()).rows());
  }

  @Test
  void connect_saysWhichJarGoesWhere_withoutADriver() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("readme.txt"))) {
      out.write('x');
    }
    Files.delete(folder.resolve("fake.jar"));
    Drivers drivers = new Drivers(List.of(), folder);
    assertEquals(
        "--jdbc: no driver for jdbc:oracle:thin://h/svc; one cannot be loaded: java.util.ServiceConfigurationError:"
            + " java.sql.Driver: Provider io.autorec.NoSuchDriver not found (expected: the jar of"
            + " com.oracle.database.jdbc:ojdbc11 in "
            + folder
            + ", or as --jdbc-driver JAR)",
        refusal(drivers, "jdbc:oracle:thin:scott/S3kr!t@//h/svc"));
    assertEquals(
        "--jdbc: no driver for jdbc:other:x (expected: the jar of its JDBC driver as --jdbc-driver JAR)",
        refusal(new Drivers(List.of(), null), "jdbc:other:x"));
    Path none = folder.resolve("none.jar");
    assertEquals(
        "--jdbc-driver: " + none + ": no such file (expected: a jar)",
        refusal(new Drivers(List.of(none), null), "jdbc:other:x"));
  }

  private static String refusal(Drivers drivers, String url) {
    DatabaseQuery query = new DatabaseQuery(new JdbcUrl(url), "", "", "SELECT", drivers, null);
    return String.valueOf(
        assertThrows(InputException.class, () -> RatingsReader.read(query, ReadOptions.defaults()))
            .getMessage());
  }
}

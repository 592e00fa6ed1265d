package io.autorec.trainer.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.input.InputException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of a URL, in the syntax of each driver, and of messages about it. */
class JdbcUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      textBlock =
          """
          jdbc:postgresql://h:5432/db -> jdbc:postgresql://h:5432/db
          jdbc:postgresql:db -> jdbc:postgresql:db
          jdbc:postgresql:///db?user=u&password=S3kr!t -> jdbc:postgresql:///db
          jdbc:postgresql://h1:1,h2:2/db?password=S3kr!t&currentSchema=x -> jdbc:postgresql://h1:1,h2:2/db&currentSchema=x
          jdbc:postgresql://[::1]:5432/db?sslpassword=S3kr!t -> jdbc:postgresql://[::1]:5432/db
          jdbc:postgresql://u:S3kr!t@h/db -> jdbc:postgresql://h/db
          jdbc:postgresql://h/db?user=me@example.com&password=S3kr!t -> jdbc:postgresql:...
          jdbc:mysql://u:a@b/S3kr!t@h:3306/db?x=y -> jdbc:mysql://h:3306/db
          jdbc:mysql://u:S3k?r!t@h/db -> jdbc:mysql:...
          jdbc:mysql://u:12?S3kr!t@h/db -> jdbc:mysql:...
          jdbc:mysql://u:S3kr!t -> jdbc:mysql:...
          jdbc:mysql://u:S3kr!t@h1:1,v:S3kr!t@h2:2/db -> jdbc:mysql://h2:2/db
          jdbc:mysql:loadbalance://u:S3kr!t@h1,h2/db -> jdbc:mysql:loadbalance://h1,h2/db
          jdbc:mysql://address=(host=h)(user=u)(password=S3kr!t)/db -> jdbc:mysql:/
          jdbc:mysql://(host=h,password=S3kr!t)/db -> jdbc:mysql://
          jdbc:oracle:thin:scott/S3kr!t@//h:1521/svc -> jdbc:oracle:thin://h:1521/svc
          jdbc:oracle:thin:scott/S3k//r!t@h:1521:sid -> jdbc:oracle:thin:h:1521:sid
          jdbc:oracle:thin:scott/S3kr!t -> jdbc:oracle:...
          jdbc:sqlserver://h\\i:1433;databaseName=db;user=u;password=S3kr!t -> jdbc:sqlserver://h\\i:1433;databaseName=db
          jdbc:sqlserver://h;password={S3kr!t;x};databaseName=db -> jdbc:sqlserver://h;databaseName=db
          jdbc:db2://h:50000/db:user=u;password=S3kr!t; -> jdbc:db2://h:50000/db
          jdbc:teradata://h/DATABASE=db,PASSWORD=S3kr!t -> jdbc:teradata://h/DATABASE=db
          jdbc:h2:mem:shop;USER=sa;PASSWORD=S3kr!t -> jdbc:h2:mem:shop
          jdbc:sqlite:/data/shop.db?key=S3kr!t -> jdbc:sqlite:/data/shop.db
          jdbc:jtds:sqlserver://h:1433/db;password=S3kr!t -> jdbc:jtds:sqlserver://h:1433/db
          """)
  void shown_hasNoSecret_whateverTheDriver(String text, String shown) {
    JdbcUrl url = new JdbcUrl(text.strip());
    assertEquals(shown, url.shown());
    assertEquals(shown, url.toString());
    if (text.contains("S3kr!t") && !text.contains("{S3kr!t")) {
      String message =
          new Secrets(url, "").message(new SQLException("S3kr!t is wrong in " + url.text()));
      assertFalse(message.contains("S3kr!t"), message);
    }
  }

  @Test
  void message_hidesThePassword_asItWasGivenAndDecoded() {
    JdbcUrl url = new JdbcUrl("jdbc:postgresql://h/db?user=u&password=a%40b%20cd");
    assertEquals(
        "FATAL: no *** for u (IOException: *** too)",
        new Secrets(url, "shop-1")
            .message(
                new SQLException(
                    "FATAL:\n  no a@b cd for u", new java.io.IOException("shop-1 too"))));
    // One that may be part of any word counts as a whole word.
    assertEquals("table t, *** b", new Secrets(url, "a").without("table t, a b"));
  }

  @Test
  void constructor_doesNotRepeatWhatIsNoUrl() {
    InputException e =
        assertThrows(InputException.class, () -> new JdbcUrl("postgresql://u:S3kr!t@h/db"));
    assertTrue(String.valueOf(e.getMessage()).startsWith("--jdbc: no URL of a database"));
    assertFalse(String.valueOf(e.getMessage()).contains("S3kr!t"));
  }
}

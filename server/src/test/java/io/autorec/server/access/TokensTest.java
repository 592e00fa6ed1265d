package io.autorec.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
  private static final String APP = "app-0123456789012345678901234567";
  private static final String OPS = "ops-0123456789012345678901234567";
  private static final String OLD = "old-0123456789012345678901234567";

  @TempDir Path folder;

  private Access access(String... lines) throws Exception {
    return new Access(Optional.of(file(lines)), false);
  }

  private Path file(String... lines) throws Exception {
    return Files.write(folder.resolve("tokens"), Arrays.asList(lines));
  }

  private static Credentials bearer(String token) {
    return new Credentials(Optional.of("Bearer " + token), Optional.empty());
  }

  private static Credentials subject(String name) {
    return new Credentials(Optional.empty(), Optional.of(new X500Principal(name)));
  }

  private static String verdict(Access access, Credentials shown, Scope... needed) {
    Access.Verdict verdict = access.check(shown, Set.of(needed));
    if (verdict.allowed()) {
      return verdict.name().orElse("anybody");
    }
    return verdict.name().isEmpty() ? "unknown" : "not allowed";
  }

  @Test
  void check_allowsTheFirstLine_whenAByteOrderMarkStandsBeforeIt() throws Exception {
    Access access = access("\uFEFFpredict app " + APP);

    assertEquals("app", verdict(access, bearer(APP), Scope.PREDICT));
  }

  @Test
  void check_allowsWhatTheLineSays_whenTheTokenIsKnown() throws Exception {
    Access access =
        access("# who", "", "predict app " + APP, "predict,admin\tops  " + OPS, "admin app " + OLD);

    assertEquals("app", verdict(access, bearer(APP), Scope.PREDICT));
    assertEquals("not allowed", verdict(access, bearer(APP), Scope.ADMIN));
    assertEquals("app", verdict(access, bearer(APP), Scope.ADMIN, Scope.PREDICT));
    assertEquals("ops", verdict(access, bearer(OPS), Scope.ADMIN));
    assertEquals("app", verdict(access, bearer(OLD), Scope.ADMIN));
    assertEquals("not allowed", verdict(access, bearer(OPS), Scope.METRICS));
    assertTrue(access.offers(Scope.ADMIN));
    assertFalse(access.offers(Scope.METRICS));
  }

  @Test
  void check_saysTheSame_whateverIsWrongWithTheToken() throws Exception {
    Access access = access("predict app " + APP);

    assertEquals("unknown", verdict(access, Credentials.NONE, Scope.PREDICT));
    for (String header :
        List.of(
            "",
            "Bearer",
            "Bearer ",
            APP,
            "Basic " + APP,
            "Bearer " + APP + "x",
            "Bearer " + APP.substring(1),
            "Bearer " + APP + " " + APP)) {
      Credentials shown = new Credentials(Optional.of(header), Optional.empty());
      assertEquals("unknown", verdict(access, shown, Scope.PREDICT), header);
    }
    // The scheme is written as one likes.
    assertEquals(
        "app",
        verdict(
            access,
            new Credentials(Optional.of("bEARER  " + APP), Optional.empty()),
            Scope.PREDICT));
  }

  @Test
  void check_knowsSubjects_whenTheyAreNamed() throws Exception {
    Access access =
        access("metrics prometheus subject:CN=scraper, O=Example", "predict app " + APP);

    assertEquals("prometheus", verdict(access, subject("CN=scraper,O=Example"), Scope.METRICS));
    assertEquals("not allowed", verdict(access, subject("CN=scraper,O=Example"), Scope.PREDICT));
    assertEquals("unknown", verdict(access, subject("CN=other"), Scope.PREDICT));
    // A token that is shown decides alone.
    Credentials both =
        new Credentials(
            Optional.of("Bearer nonsense"), Optional.of(new X500Principal("CN=scraper,O=Example")));
    assertEquals("unknown", verdict(access, both, Scope.METRICS));
  }

  @Test
  void check_allowsAllButAdministration_whenNothingIsConfigured() throws Exception {
    Access open = new Access(Optional.empty(), false);
    assertEquals("anybody", verdict(open, Credentials.NONE, Scope.PREDICT));
    assertEquals("anybody", verdict(open, bearer(APP), Scope.METRICS));
    assertEquals("unknown", verdict(open, bearer(APP), Scope.ADMIN));
    assertFalse(open.offers(Scope.ADMIN));

    Access certified = new Access(Optional.empty(), true);
    assertEquals("unknown", verdict(certified, Credentials.NONE, Scope.PREDICT));
    assertEquals("CN=a", verdict(certified, subject("CN=a"), Scope.PREDICT));
    assertEquals("not allowed", verdict(certified, subject("CN=a"), Scope.ADMIN));
  }

  @Test
  void reload_takesTheNewFile_orKeepsTheOldTokens() throws Exception {
    Access access = access("predict app " + APP);

    file("predict app " + APP, "predict ops " + OPS.substring(9));
    String refused =
        String.valueOf(assertThrows(TokensException.class, access::reload).getMessage());
    assertTrue(
        refused.endsWith("tokens line 2: a token of 23 characters (expected: 32 to 1024)"),
        refused);
    assertEquals("app", verdict(access, bearer(APP), Scope.PREDICT));

    file("predict ops " + OPS);
    access.reload();
    assertEquals("unknown", verdict(access, bearer(APP), Scope.PREDICT));
    assertEquals("ops", verdict(access, bearer(OPS), Scope.PREDICT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predict app                                              | line 2: not of three parts",
        "app-0123456789012345678901234567 predict app             | line 2: no scopes",
        "predict,,admin app app-0123456789012345678901234567      | line 2: no scopes",
        "Predict app app-0123456789012345678901234567             | line 2: no scopes",
        "predict a/b app-0123456789012345678901234567             | line 2: no name",
        "predict app app-012345678901234567890123456              | line 2: a token of 31",
        "predict app app-0123456789012345678901234567 more        | line 2: a token with other",
        "predict app app-01234567890123456789012345678&           | line 2: a token with other",
        "predict app ops-0123456789012345678901234567             | line 2: a token that another",
        "predict app subject:nobody                               | line 2: no name of a subject",
      })
  void of_namesTheLine_butShowsNoToken_whenItIsWrong(String line, String message) throws Exception {
    TokensException refused =
        assertThrows(TokensException.class, () -> access("admin ops " + OPS, line));
    String shown = String.valueOf(refused.getMessage());
    assertTrue(shown.contains(folder.resolve("tokens") + " " + message), shown);
    // The folder's name is of digits too.
    assertFalse(shown.replace(folder.toString(), "").contains("0123"), shown);
  }

  @Test
  void of_refuses_whenThereIsNoTokenOrNoFile() throws Exception {
    assertThrows(TokensException.class, () -> access("# nobody"));
    Path none = folder.resolve("none");
    TokensException refused =
        assertThrows(TokensException.class, () -> new Access(Optional.of(none), false));
    assertEquals("tokens: " + none + ": no such file", refused.getMessage());
  }
}

package io.autorec.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is handed on: of this module, and of the trainer and the server where they were built. */
class DistributionsIT {
  private static final Pattern JAR = Pattern.compile("(.+?)-([0-9][^-]*(-[^-]+)*)\\.jar");

  /** Built from here; its licence is the distribution's own. */
  private static final Pattern OWN = Pattern.compile("autorec-.*");

  static Stream<Path> distributions() {
    return Stream.of(
            "target/autorec-client",
            "../server/target/autorec-server",
            "../trainer/target/autorec-trainer")
        .map(Path::of)
        .filter(path -> path.startsWith("target") || Files.exists(path));
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void distribution_carriesItsLicence(Path distribution) throws IOException {
    assertTrue(Files.readString(distribution.resolve("LICENSE")).contains("Apache License"));
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void notices_nameALicenceForEachJarOfOthers(Path distribution) throws IOException {
    List<String> notices = Files.readAllLines(distribution.resolve("THIRD-PARTY.txt"));
    for (String jar : jarsOfOthers(distribution)) {
      Matcher name = matcher(jar);
      String artifact = ":" + name.group(1) + ":";
      String notice =
          notices.stream()
              .filter(line -> line.contains(artifact))
              .findFirst()
              .orElseThrow(() -> new AssertionError(jar + " is not in the notices"));
      assertTrue(notice.strip().startsWith("("), notice);
      assertTrue(!notice.contains("Unknown license"), notice);
    }
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void billOfMaterials_listsEachJar(Path distribution) throws IOException {
    JsonObject bill =
        JsonParser.parseString(Files.readString(distribution.resolve("sbom.cdx.json")))
            .getAsJsonObject();
    assertEquals("CycloneDX", bill.get("bomFormat").getAsString());
    Set<String> listed = new TreeSet<>();
    for (JsonElement component : bill.getAsJsonArray("components")) {
      listed.add(component.getAsJsonObject().get("name").getAsString());
    }
    Set<String> missing = new TreeSet<>();
    for (String jar : jarsOfOthers(distribution)) {
      if (!listed.contains(matcher(jar).group(1))) {
        missing.add(jar);
      }
    }
    assertEquals(Set.of(), missing);
  }

  /** A build over an older one left both versions on the class path. */
  @ParameterizedTest
  @MethodSource("distributions")
  void classPath_hasOneVersionOfEachJar(Path distribution) throws IOException {
    Map<String, String> found = new HashMap<>();
    for (String jar : jarsOfOthers(distribution)) {
      String other = found.put(matcher(jar).group(1), jar);
      assertTrue(other == null, jar + " beside " + other);
    }
  }

  private static List<String> jarsOfOthers(Path distribution) throws IOException {
    try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
      List<String> jars =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jar") && !OWN.matcher(name).matches())
              .sorted()
              .toList();
      assertTrue(jars.size() > 10, jars.toString());
      return jars;
    }
  }

  private static Matcher matcher(String jar) {
    Matcher matcher = JAR.matcher(jar);
    assertTrue(matcher.matches(), jar);
    return matcher;
  }
}

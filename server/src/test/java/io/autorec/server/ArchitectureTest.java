package io.autorec.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(
    packages = "io.autorec.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Only to shrink: whoever splits a file takes it off. */
  private static final Set<String> STILL_TO_BE_SPLIT = Set.of("RefusalsIT.java", "StreamsIT.java");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.autorec.server.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_ADAPTORS_KNOW_STATUS =
      noClasses()
          .that()
          .resideOutsideOfPackages("..endpoint..", "..gate..", "..calls..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.grpc.Status");

  @ArchTest
  static final ArchRule USE_CASES_KNOW_NO_GRPC =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..endpoint..", "..gate..", "..calls..", "..transport..", "..launch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.grpc..");

  @ArchTest
  static final ArchRule USE_CASES_KNOW_NO_ADAPTOR =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..answer..", "..request..", "..repository..", "..inference..", "..batching..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.autorec.server.endpoint..",
              "io.autorec.server.gate..",
              "io.autorec.server.calls..",
              "io.autorec.server.transport..",
              "io.autorec.server.launch..");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_AND_SETTINGS_KNOW_PICOCLI =
      noClasses()
          .that()
          .resideOutsideOfPackage("..launch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule ONLY_LAUNCH_KNOWS_MICRONAUT =
      noClasses()
          .that()
          .resideOutsideOfPackage("..launch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut..", "jakarta.inject..");

  @ArchTest
  static final ArchRule ONLY_INFERENCE_KNOWS_ONNX_RUNTIME =
      noClasses()
          .that()
          .resideOutsideOfPackage("..inference..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule NAMES_SAY_SOMETHING =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("$")
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");

  @Test
  void packages_haveAtMost16Classes() throws IOException {
    Map<String, Long> classes =
        sources("src/main/java").stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(Collectors.groupingBy(file -> "" + file.getParent(), Collectors.counting()));
    classes.values().removeIf(count -> count <= 16);
    assertEquals(Map.of(), classes);
  }

  @Test
  void files_haveAtMost300Lines_saveThoseStillToBeSplit() throws IOException {
    Set<String> longer = new TreeSet<>();
    for (Path file : sources("src")) {
      try (Stream<String> lines = Files.lines(file)) {
        if (lines.count() > 300) {
          longer.add("" + file.getFileName());
        }
      }
    }
    longer.removeAll(STILL_TO_BE_SPLIT);
    assertEquals(Set.of(), longer);
  }

  private static List<Path> sources(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}

package io.autorec.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(
    packages = "io.autorec.trainer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final long MOST_CLASSES = 16;
  private static final int MOST_LINES = 300;

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("io.autorec.trainer.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyCli_knowsPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage("..trainer.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule nothing_knowsCli =
      noClasses()
          .that()
          .resideOutsideOfPackage("..trainer.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..trainer.cli..");

  @ArchTest
  static final ArchRule onlyCli_printsToTheConsole =
      noClasses()
          .that()
          .resideOutsideOfPackage("..trainer.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule onlyTraining_knowsDjl =
      noClasses()
          .that()
          .resideOutsideOfPackage("..trainer.training..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule onlyInference_knowsOnnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("..trainer.inference..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule nothing_isNamedAfterNothing =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");

  @Test
  void packages_haveAtMostSixteenClasses() throws IOException {
    sources().stream()
        .filter(file -> !file.endsWith("package-info.java"))
        .collect(groupingBy(Path::getParent, counting()))
        .forEach((folder, classes) -> assertTrue(classes <= MOST_CLASSES, folder + ": " + classes));
  }

  @Test
  void files_haveAtMostThreeHundredLines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      int lines = Files.readAllLines(file).size();
      if (lines > MOST_LINES) {
        tooLong.add(file + ": " + lines);
      }
    }
    assertEquals(List.of(), tooLong);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertTrue(sources.size() > 100, "the sources are not where they were: " + sources.size());
      return sources;
    }
  }
}
